// Finds the errors that a number, a name, a text of Windows or a line of a log means.
// It works on the index alone and touches no page. The rules for numbers are those of
// src/ipsec_errors/_codes.py, those for lines are those of src/ipsec_errors/cli/lines.py.
"use strict";

globalThis.ipsecErrors = (() => {
  const MANY = 20; // An error with more numbers has a meaning for each of them.
  const EMBEDDED = 5; // Texts of fewer words must be the whole line or a part after a colon.
  const LONGEST = 200; // Words of a pasted text that are looked at.

  const hexadecimal = (number) => "0x" + number.toString(16).toUpperCase().padStart(4, "0");
  const short = (number) => (number > 0xffff ? hexadecimal(number) : String(number));
  const masked = (number, mask) => (number & mask) >>> 0;

  // Returns a number; NaN for one that does not fit 32 bits; undefined for what is no number.
  function parseCode(text) {
    const found = /^(-?)(?:0x([0-9a-f]{1,32})|([0-9a-f]{1,32})h|(\d{1,32}))$/i.exec(text.trim());
    if (!found || (found[1] && !found[4])) return undefined;
    const size = found[4] ? Number(found[4]) : parseInt(found[2] ?? found[3], 16);
    const number = found[1] && size ? -size : size;
    return number >= -0x80000000 && number <= 0xffffffff ? number : NaN;
  }

  // Returns what a 32-bit number wraps, unsigned.
  function unwrapped(number) {
    number >>>= 0;
    if (masked(number, 0xf0000000) === 0xd0000000) number = (number ^ 0x10000000) >>> 0;
    const high = masked(number, 0xffff0000);
    return high === 0x80070000 || high === 0xc0070000 ? number & 0xffff : number;
  }

  function forms(number, space) {
    if (space !== "windows") return { decimal: String(number), hex: hexadecimal(number) };
    const wrapped = number <= 0xffff;
    const nt = number >>> 28 === 0xc;
    const hresult = wrapped ? (number | 0x80070000) >>> 0 : nt ? (number | 0x10000000) >>> 0 : number;
    return {
      decimal: String(number),
      hex: hexadecimal(number),
      hresult: hexadecimal(hresult),
      signed: String((wrapped ? hresult : number) | 0),
      ntstatus: wrapped ? hexadecimal((number | 0xc0070000) >>> 0) : nt ? hexadecimal(number) : "",
    };
  }

  // SHA-256 of a text, the first 16 hexadecimal digits. The browser's own is asynchronous, and
  // missing where a page is not served by https or from this machine.
  const PRIMES = [];
  for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((p) => n % p)) PRIMES.push(n);
  const fraction = (x) => ((x - Math.floor(x)) * 0x100000000) | 0;
  const START = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const ROUND = PRIMES.map((p) => fraction(Math.cbrt(p)));
  const turned = (x, n) => (x >>> n) | (x << (32 - n));
  const words = new Int32Array(64);

  function fingerprint(text) {
    const bytes = new TextEncoder().encode(text);
    const padded = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
    new Uint8Array(padded.buffer).set(bytes);
    padded.setUint8(bytes.length, 0x80);
    padded.setUint32(padded.byteLength - 4, bytes.length * 8);
    const state = [...START];
    for (let block = 0; block < padded.byteLength; block += 64) {
      for (let i = 0; i < 16; i++) words[i] = padded.getInt32(block + i * 4);
      for (let i = 16; i < 64; i++) {
        const [x, y] = [words[i - 15], words[i - 2]];
        const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
        const high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
        words[i] = words[i - 16] + low + words[i - 7] + high;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        const choice = (e & f) ^ (~e & g);
        const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + ROUND[i] + words[i];
        const most = (a & b) ^ (a & c) ^ (b & c);
        const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + most;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i] + value) | 0));
    }
    const half = (value) => (value >>> 0).toString(16).padStart(8, "0");
    return half(state[0]) + half(state[1]);
  }

  const normalised = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const camel = (name) => name + name.replace(/[A-Z]/g, " $&");

  // Returns the functions that answer from an index.
  function engine(index) {
    const spaces = Object.keys(index.spaces);
    const byNumber = Object.fromEntries(spaces.map((space) => [space, new Map()]));
    const bySymbol = new Map();
    const byName = new Map();
    for (const error of index.errors) {
      byName.set(error.name.toLowerCase(), error);
      for (const code of error.codes) {
        byNumber[code.space].set(code.number, { error, code });
        if (!bySymbol.has(code.symbol)) bySymbol.set(code.symbol, { error, code });
      }
    }
    const explained = new Map(index.explained.map((one) => [one.number, one]));
    const regular = (source) => new RegExp(source, "g");
    const patterns = index.patterns.map((row) => ({ ...row, expression: regular(row.expression) }));
    const status = regular(index.status);
    const separator = regular(index.separator);

    // As meaning() in _codes.py: the reading of a number in a space, else in that of Windows.
    function meaning(number, space) {
      const own = space === "windows" ? undefined : byNumber[space].get(number);
      return own ?? byNumber.windows.get(unwrapped(number));
    }

    function reason({ code }) {
      const text = `${short(code.number)} ${index.spaces[code.space].reading}`;
      if (!code.collides) return text;
      return `As a Windows error ${code.number} is ${code.collides}, which is not IPsec; ${text}`;
    }

    // Returns the readings of a number in one space, or in all of them.
    function ofNumber(number, text, asked = spaces) {
      const space = asked.length === 1;
      let found = asked.map((name) => [name, meaning(number, name)]);
      found = found.filter(([name, one]) => one && (space || one.code.space === name));
      found = found.map(([, one]) => one);
      const distinct = found.filter(
        (one) => one.code.space !== "winerrorcodes" || one.error !== found[0].error ||
          one.code.number !== found[0].code.number,
      );
      if (distinct.length) found = distinct;
      const one = explained.get(number >>> 0);
      if (!found.length && one) {
        const why = `${text} is ${one.symbol}, which is not an IPsec error. ${one.reason}, ` +
          `as ${one.name} describes it`;
        const error = byName.get(one.name.toLowerCase());
        return [{ error, code: error.codes[0], reason: why }];
      }
      const plain = space || (found.length === 1 && found[0].code.space === "windows");
      return found.map((each) => ({ ...each, reason: plain ? "" : reason(each) }));
    }

    function ofName(word) {
      const known = bySymbol.get(word.toUpperCase());
      if (known) return { ...known, reason: "" };
      const error = byName.get(word.toLowerCase());
      return error && { error, code: error.codes[0], reason: "", address: error.address };
    }

    // Why a number has no reading.
    function refusal(number, text) {
      if (Number.isNaN(number)) return `${text} does not fit 32 bits.`;
      if (number === 0) return `${text} is success, not an error.`;
      if (number === 600) return `${text} as a RAS number is PENDING: the dial still runs.`;
      const code = unwrapped(number);
      const shown = hexadecimal(code).toUpperCase() === text.toUpperCase() ? text : `${text} (${hexadecimal(code)})`;
      const ipsec = (code >= 13000 && code <= 13999) || masked(code, 0xffff0000) === 0xc0360000;
      return ipsec
        ? `${shown} is in an IPsec range, but Windows defines no such error.`
        : `${shown} is not an IPsec or IKE error of Windows.`;
    }

    // The codes of Windows' own texts: as codes_of() and codes_within() in _texts.py.
    const codesOf = (words) => index.texts[words.length]?.[fingerprint(words.join(" "))] ?? [];
    const wordsOf = (text) => normalised(text).split(" ");

    function codesWithin(text) {
      const given = wordsOf(text).slice(0, LONGEST);
      const taken = new Array(given.length).fill(false);
      const found = [];
      for (const n of Object.keys(index.texts).map(Number).sort((a, b) => b - a)) {
        if (n < EMBEDDED) break;
        for (let at = 0; at + n <= given.length; at++) {
          if (taken.slice(at, at + n).includes(true)) continue;
          const codes = codesOf(given.slice(at, at + n));
          if (!codes.length) continue;
          found.push(...codes);
          taken.fill(true, at, at + n);
        }
      }
      return found;
    }

    function ofTexts(text) {
      const ends = [...text.matchAll(separator)].map((m) => m.index + m[0].length);
      const parts = [text, ...ends.map((end) => text.slice(end))].slice(0, 20);
      const whole = parts.map((part) => codesOf(wordsOf(part))).find((codes) => codes.length);
      const known = (whole ?? codesWithin(text)).map(([space, number]) => meaning(number, space));
      const said = ({ error, code }) => `${error.name} ${code.message ?? ""}`;
      const found = new Map();
      for (const one of known) if (!found.has(said(one))) found.set(said(one), one);
      const reason = found.size > 1
        ? `Windows has this text for ${found.size} errors; one of them`
        : "Found by Windows' own text";
      return [...found.values()].map((one) => ({ ...one, reason }));
    }

    const numberOf = (text, decimal) =>
      !decimal && /^[0-9a-f]{8}$/i.test(text) ? parseInt(text, 16) : parseCode(text);

    // The errors in a line that somebody pastes, and why the numbers in it mean nothing.
    function ofLine(text) {
      const places = patterns.flatMap((row) =>
        [...text.matchAll(row.expression)].map((match) => ({ row, match, start: match.index })),
      );
      places.sort((a, b) => a.start - b.start);
      let [end, found, note] = [0, [], ""];
      for (const { row, match, start } of places) {
        if (start < end) continue;
        end = start + match[0].length;
        const { number: written, symbol } = match.groups;
        const number = written && numberOf(written, row.decimal);
        const read = Number.isInteger(number) ? ofNumber(number, written, row.spaces) : [];
        if (written && !read.length) note ||= refusal(number ?? NaN, written);
        const told = written ? read : [bySymbol.get(symbol) ?? []].flat();
        found.push(...told.map((one) => ({ ...one, reason: row.reason || one.reason || "" })));
      }
      for (const word of text.match(/\w+/g) ?? []) found.push(bySymbol.get(word.toUpperCase()));
      found = found.filter(Boolean);
      if (!found.length) found = ofTexts(text);
      if (!found.length) {
        const written = [...text.matchAll(status)].map(([word]) => word);
        found = written.flatMap((word) => ofNumber(parseCode(word), word));
      }
      const first = (one, at) => found.findIndex((other) => other.code === one.code) === at;
      return { readings: found.filter(first).map((one) => ({ reason: "", ...one })), note };
    }

    // Returns every reading of a text, and a note where a number has none.
    function readings(text) {
      const word = text.trim();
      if (!word) return { readings: [], note: "" };
      const number = parseCode(word);
      let found = number === undefined || Number.isNaN(number) ? [] : ofNumber(number, word);
      if (/^[0-9a-f]{3,8}$/i.test(word)) {
        const value = parseInt(word, 16);
        const more = ofNumber(value, `0x${word}`).map((one) => ({
          ...one,
          reason: `${word} read as hexadecimal (${value})${one.reason && ": "}${one.reason}`,
        }));
        found = [...found, ...more];
      }
      if (found.length) return { readings: found, note: "" };
      if (number !== undefined) return { readings: [], note: refusal(number, word) };
      const bare = word.replace(/^[.,:;()[\]<>"']+|[.,:;()[\]<>"']+$/g, "");
      const name = ofName(word) ?? ofName(bare);
      if (name) return { readings: [name], note: "" };
      return bare !== word && parseCode(bare) !== undefined ? readings(bare) : ofLine(word);
    }

    // What the words of a query are compared with, a row for each number and each category.
    const split = (text) => normalised(text).split(" ");
    const rows = index.errors.flatMap((error) =>
      error.codes.map((code) => {
        const numbers = Object.values(forms(code.number, code.space)).map((f) => f.toLowerCase());
        return {
          error,
          code,
          reason: "",
          numbers: [...numbers, ...numbers.map((f) => f.replace(/^0x/, ""))],
          places: [
            [4, split(`${camel(error.name)} ${code.symbol} ${index.spaces[code.space].label}`)],
            [3, split(code.message || error.message)],
            [2, split(error.hint)],
          ],
        };
      }),
    );
    for (const category of index.categories) {
      const places = [[5, split(camel(category.name))], [3, split(category.summary)]];
      rows.push({ category, reason: "", numbers: [], places });
    }

    function weight(row, token) {
      if (token.length > 1 && row.numbers.some((form) => form.startsWith(token))) return 6;
      for (const [value, list] of row.places) {
        if (list.includes(token)) return value;
        if (token.length > 1 && list.some((word) => word.startsWith(token))) return value * 0.8;
      }
      return row.code && token.length > 3 && row.code.symbol.toLowerCase().includes(token) ? 1 : 0;
    }

    // Returns the rows that match the words of a text, the best first.
    function matches(text, keep) {
      const tokens = [...new Set(text.toLowerCase().match(/-?[\p{L}\p{N}]+/gu) ?? [])].slice(0, 20);
      const kept = rows.filter(keep);
      if (!tokens.length) return { tokens, found: kept.filter((row) => row.error) };
      const scores = kept.map(() => 0);
      for (const token of tokens) {
        const weights = kept.map((row) => weight(row, token));
        const count = weights.filter(Boolean).length;
        const rarity = count ? Math.log(1 + kept.length / count) : 0;
        weights.forEach((value, i) => (scores[i] += value * rarity));
      }
      const best = Math.max(0, ...scores);
      const ranked = kept.map((row, i) => [scores[i], row]).filter(([s]) => s && s >= best / 2);
      return { tokens, found: ranked.sort((a, b) => b[0] - a[0]).map(([, row]) => row) };
    }

    // Returns what to show for a text: items, whether they are exact readings, and a note.
    function lookup(text, keep = () => true) {
      const read = readings(text);
      const exact = read.readings.filter(keep);
      if (exact.length) return { items: exact, exact: true, note: "" };
      const items = [];
      for (const row of matches(text, keep).found) {
        const one = row.error && row.error.codes.length <= MANY;
        if (!one || !items.some((item) => item.error === row.error)) items.push(row);
      }
      return { items, exact: false, note: read.note };
    }

    const isCode = (text) => parseCode(text) !== undefined || readings(text).readings.length > 0;
    const address = ({ error, code, category, address: own }) =>
      own ?? (category ? category.address : code.address ?? error.address);
    return { index, meaning, readings, lookup, isCode, address };
  }

  return { engine, parseCode, unwrapped, forms, fingerprint, normalised, short };
})();
