/* A stand-in for powershell.exe, which Wine only pretends to have: it runs no command.
 *
 * Where POWERSHELL_ERROR_ID is set, it writes that to the standard error and exits with 1, as a script
 * does that reports the FullyQualifiedErrorId of what it caught. Else it exits with 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

int wmain(void)
{
    const wchar_t *error_id = _wgetenv(L"POWERSHELL_ERROR_ID");

    if (error_id == NULL)
        return 0;
    fprintf(stderr, "%ls", error_id);
    return 1;
}
