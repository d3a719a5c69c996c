/* A stand-in for rasdial.exe: it dials nobody, prints what rasdial prints, and exits as it exits.
 *
 * RASDIAL_ANSWERS names a text file with the outcomes of the next calls: 0 for a connection, or the
 * number of an error. Each call takes the first away; with none left it connects. Windows puts its
 * own localised words after the number; here they are other words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

enum { MOST_ANSWERS = 64 };

/* Takes the first number out of the file and leaves the others there. */
static long next_answer(const wchar_t *path)
{
    long answers[MOST_ANSWERS];
    int count = 0;
    FILE *file = _wfopen(path, L"r");

    if (file == NULL)
        return 0;
    while (count < MOST_ANSWERS && fscanf(file, "%ld", &answers[count]) == 1)
        count++;
    fclose(file);
    if (count == 0)
        return 0;

    file = _wfopen(path, L"w");
    if (file == NULL)
        return 0;
    for (int i = 1; i < count; i++)
        fprintf(file, "%ld\n", answers[i]);
    fclose(file);
    return answers[0];
}

int wmain(int argc, wchar_t **argv)
{
    const wchar_t *answers = _wgetenv(L"RASDIAL_ANSWERS");
    const wchar_t *name = argc > 1 ? argv[1] : L"";
    long answer;

    if (argc < 2) {
        printf("No connections\nCommand completed successfully.\n");
        return 0;
    }
    answer = answers == NULL ? 0 : next_answer(answers);
    printf("Connecting to %ls...\n", name);
    if (answer == 0) {
        printf("Verifying username and password...\n");
        printf("Successfully connected to %ls.\nCommand completed successfully.\n", name);
        return 0;
    }
    printf("\nRemote Access error %ld - here Windows says what the number means.\n", answer);
    printf("\nFor more help on this error:\n");
    printf("\tType 'hh netcfg.chm'\n");
    printf("\tIn help, click Troubleshooting, then Error Messages, then %ld\n", answer);
    return (int)answer;
}
