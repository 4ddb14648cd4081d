"""What a GPU cell has beyond an ordinary cell: the whole difference, each item with its reason.

Everything here widens the room of code nobody trusts, so an item needs a reason to stand in
it. "Seen" means: observed in traces of programs that initialise CUDA. Entries that do not
exist on a machine are left out there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.gpu.grant import GpuGrant

#: Device nodes every GPU cell needs besides its own device's. Not among them: nvidia-uvm-tools (profiling of
#: other processes), nvidia-modeset (displays), nvidia-caps (partitions of a device).
SHARED_NODES: Mapping[str, str] = {
    "/dev/nvidiactl": "the driver's control node: contexts and allocations are asked for here",
    "/dev/nvidia-uvm": "unified memory: address space and page tables of every context",
}

#: Files of /proc, bound read-only one by one; the rest of /proc does not exist.
PROC_FILES: Mapping[str, str] = {
    "driver/nvidia/params": "the driver's library reads how device nodes are to look before it opens them",
    "driver/nvidia/version": "compared with the library's own version",
    "devices": "major number of nvidia-uvm (seen)",
    "modules": "whether the driver's modules are loaded; otherwise it tries to execute a loader (seen)",
    "cpuinfo": "kinds of processors, for choosing copy routines",
    "meminfo": "size of the machine's memory, for sizing pinned buffers",
    "sys/vm/mmap_min_addr": "lowest address for its reservation of address space",
}

#: The same of the cell's own process.
OWN_PROC_FILES: Mapping[str, str] = {
    "status": "which memory nodes it may use (seen)",
    "maps": "where the main thread's stack is, asked through the C library",
}
#: The only thing of /proc that can be written: names of the cell's own threads, below this folder. Without it
#: CUDA does not start (error 304).
OWN_THREADS = "task"

#: x86-64 numbers of calls a GPU cell may make in addition, whatever their arguments.
CALLS: Mapping[str, tuple[int, str]] = {
    "eventfd2": (290, "wakes the library's own threads; reaches no other process"),
    "pipe2": (293, "the same; both ends stay in the cell, which can neither fork nor pass descriptors"),
    "get_mempolicy": (239, "which memory node it runs on, read only (seen)"),
    "getcpu": (309, "which processor it runs on, read only (seen)"),
    "sched_get_priority_max": (146, "attributes of its threads, read only"),
    "sched_get_priority_min": (147, "attributes of its threads, read only"),
    "sysinfo": (99, "how much memory the machine has; tells what its neighbours use, too"),
}
#: name -> (number, index of the argument, values allowed, reason)
CALLS_BY_ARGUMENT: Mapping[str, tuple[int, int, tuple[int, ...], str]] = {
    "prctl": (157, 0, (15, 16), "PR_SET_NAME and PR_GET_NAME: names its threads"),
    "prlimit64": (302, 2, (0,), "reading a limit: size of the main thread's stack"),
}
#: Requests of `ioctl` allowed in addition, as (mask, least, most) of the request; Landlock allows them on the
#: granted nodes only.
IOCTLS: Mapping[str, tuple[int, int, int, str]] = {
    "resource manager": (0xFF00, 0x4600, 0x4600, "requests of type 'F': everything on nvidiactl and nvidiaN"),
    "unified memory": (0xFFFFFFFF, 1, 0x7F, "nvidia-uvm numbers its requests from 1"),
    "unified memory, start": (0xFFFFFFFF, 0x30000001, 0x30000002, "UVM_INITIALIZE and UVM_DEINITIALIZE"),
}
#: Shared anonymous mappings: the driver pins such memory for transfers. The watchdog counts them (RssShmem).
SHARED_ANONYMOUS = True

#: Calls that an ordinary cell may make with some arguments only, and a GPU cell as it likes: how the driver's
#: libraries use them has not been traced, and what is refused otherwise are kinds of flaws, not ways out.
UNCHECKED = ("futex", "madvise", "membarrier", "arch_prctl")

#: Controls that are wider in a GPU cell, so that its self-test does not hold them against it: control -> why.
WIDER: Mapping[str, str] = {
    "C05": "a few entries of /proc exist",
    "C11": "shared anonymous mappings are allowed; the watchdog counts them",
    "C15": "the environment names the device",
    "C16": "address space has no limit, and data some slack; the watchdog is the bound",
}

#: Address space cannot be limited: CUDA reserves as much as all devices and the machine have together. What
#: holds instead: RLIMIT_DATA with this slack, and the watchdog on what is really used.
DATA_SLACK_BYTES = 4 << 30
#: Memory of the machine that the libraries of CUDA use by themselves, over the exercise's own limit.
RUNTIME_HOST_BYTES = 1536 << 20
#: Device memory that a context with its libraries takes out of the share before a tensor is made.
CONTEXT_BYTES = 512 << 20
THREADS = 32  #: a context has a handful of its own, and backward has one for the device
DESCRIPTORS = 256  #: the library opens its nodes some dozens of times


def environment(grant: GpuGrant) -> dict[str, str]:
    """Variables of a cell with this grant; CUDA reads them when it starts, which is inside the cell."""
    return {
        "CUDA_VISIBLE_DEVICES": grant.uuid,
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
        "CUDA_MODULE_LOADING": "LAZY",
        "CUDA_CACHE_DISABLE": "1",  # compiled kernels would fill the work directory and outlive nothing
    }


#: Variables of a GPU fork server: it sees no device, and torch answers "is there a GPU?" without CUDA.
SERVER_ENVIRONMENT = {"CUDA_VISIBLE_DEVICES": "", "PYTORCH_NVML_BASED_CUDA_CHECK": "1"}


def nodes(grant: GpuGrant) -> list[str]:
    """Device nodes of a cell with this grant."""
    return [*SHARED_NODES, grant.node]


def machine_nodes(folder: str = "/dev") -> dict[str, str]:
    """Nodes a GPU fork server's tree holds, by the path there: those every cell needs, and each device's."""
    shared = [Path(folder, path.removeprefix("/dev/")) for path in SHARED_NODES]
    devices = sorted(path for path in Path(folder).glob("nvidia*") if path.name[6:].isdecimal())
    return {f"/dev/{path.name}": str(path) for path in (*shared, *devices) if path.exists()}


def unusable_nodes(minors: Sequence[int], folder: str = "/dev") -> list[str]:
    """What is wrong with the nodes that cells with these devices need; cells run as a uid nobody has."""
    wanted = [*SHARED_NODES, *(f"/dev/nvidia{minor}" for minor in minors)]
    problems = []
    for path in (Path(folder, path.removeprefix("/dev/")) for path in wanted):
        if not path.exists():
            problems.append(f"{path} is missing (nvidia-modprobe -u makes nvidia-uvm)")
        elif path.stat().st_mode & 0o006 != 0o006:
            problems.append(f"{path} is not open to everybody (chmod 666)")
    return problems
