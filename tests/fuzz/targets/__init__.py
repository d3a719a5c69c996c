"""One module for each target. Its ``check`` gets bytes and raises if a promise is broken."""

NAMES = ("numbers", "carriers", "text", "events", "catalogue", "command")
