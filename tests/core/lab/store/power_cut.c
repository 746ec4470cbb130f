/* Preloaded into a program, keeps what a disk would have after a power cut: of each file what was there at its last sync.

   Content goes to $POWER_CUT/<inode>, names to the log $POWER_CUT/names: a file gets its name at its own sync, as ext4
   does it, and a renamed one at the sync of its folder. All that was written and not synced is lost. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void note(const char *path, unsigned long inode) {
    char log[PATH_MAX];
    snprintf(log, sizeof log, "%s/names", getenv("POWER_CUT"));
    FILE *file = fopen(log, "a");
    fprintf(file, "%lu %s\n", inode, path);
    fclose(file);
}

static void keep(const char *path, unsigned long inode) {
    char kept[PATH_MAX], block[65536];
    snprintf(kept, sizeof kept, "%s/%lu", getenv("POWER_CUT"), inode);
    int from = open(path, O_RDONLY), to = open(kept, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (ssize_t n; from >= 0 && (n = read(from, block, sizeof block)) > 0;)
        if (write(to, block, n) != n) abort();
    close(from);
    close(to);
    note(path, inode);
}

static void keep_names(const char *folder) {
    char path[PATH_MAX];
    struct stat about;
    DIR *entries = opendir(folder);
    note(folder, 0); /* all names in it are as they are now */
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (!stat(path, &about) && S_ISREG(about.st_mode)) note(path, about.st_ino);
    }
    if (entries) closedir(entries);
}

static int synced(const char *call, int descriptor) {
    char link[64], path[PATH_MAX];
    struct stat about;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (getenv("POWER_CUT") && length > 0 && !fstat(descriptor, &about)) {
        path[length] = 0;
        if (S_ISDIR(about.st_mode)) keep_names(path);
        else keep(path, about.st_ino);
    }
    return ((int (*)(int))dlsym(RTLD_NEXT, call))(descriptor);
}

int fsync(int descriptor) { return synced("fsync", descriptor); }
int fdatasync(int descriptor) { return synced("fdatasync", descriptor); }
