/* A stand-in for NVIDIA's management library: the same names and layouts, two devices, made-up numbers. */
#include <stdlib.h>
#include <string.h>

typedef struct { unsigned long long total, free, used; } memory_t;
typedef struct { unsigned int version; unsigned long long total, reserved, free, used; } memory2_t;
typedef struct { unsigned int pid; unsigned long long bytes; unsigned int instance, compute; } process_t;

static char devices[2];
static const unsigned long long GIB = 1ULL << 30;

int nvmlInit_v2(void) { return getenv("NVML_BROKEN") ? 9 : 0; }
int nvmlDeviceGetCount_v2(unsigned int *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **handle) { *handle = &devices[index]; return 0; }
int nvmlDeviceGetMinorNumber(void *handle, unsigned int *minor) { *minor = handle == &devices[0] ? 4 : 7; return 0; }

static int text(char *buffer, unsigned int room, const char *words) {
    if (strlen(words) + 1 > room) return 7;
    strcpy(buffer, words);
    return 0;
}
int nvmlDeviceGetUUID(void *handle, char *buffer, unsigned int room) {
    return text(buffer, room, handle == &devices[0] ? "GPU-first" : "GPU-second");
}
int nvmlDeviceGetName(void *handle, char *buffer, unsigned int room) { return text(buffer, room, "Stand-in 80"); }
int nvmlDeviceGetMemoryInfo(void *handle, memory_t *memory) {
    memory->total = 80 * GIB; memory->used = 5 * GIB; memory->free = 75 * GIB;
    return 0;
}
#ifndef OLD_DRIVER
int nvmlDeviceGetMemoryInfo_v2(void *handle, memory2_t *memory) {
    if (memory->version != (sizeof(memory2_t) | 2u << 24)) return 25;
    memory->total = 80 * GIB; memory->reserved = GIB; memory->used = 4 * GIB; memory->free = 75 * GIB;
    return 0;
}
#define PROCESSES nvmlDeviceGetComputeRunningProcesses_v3
#else
#define PROCESSES nvmlDeviceGetComputeRunningProcesses_v2
#endif
/* The first device has twenty processes, the last of unknown size; the second has none. */
int PROCESSES(void *handle, unsigned int *count, process_t *rows) {
    unsigned int there = handle == &devices[0] ? 20 : 0, room = *count, index;
    *count = there;
    if (room < there) return 7;
    for (index = 0; index < there; index++) {
        rows[index].pid = 1000 + index;
        rows[index].bytes = index == there - 1 ? ~0ULL : (index + 1) * (1ULL << 20);
        rows[index].instance = rows[index].compute = ~0u;
    }
    return 0;
}
