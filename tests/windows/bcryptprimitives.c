/* bcryptprimitives.dll, which Wine 8 lacks: programs written in Rust (ruff, uv) start with it. */
#include <windows.h>

/* The documented name is RtlGenRandom. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    while (size > 0) {
        ULONG part = size < 0x10000 ? (ULONG)size : 0x10000;

        if (!SystemFunction036(data, part))
            return FALSE;
        data += part;
        size -= part;
    }
    return TRUE;
}
