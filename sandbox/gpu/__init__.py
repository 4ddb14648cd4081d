"""GPU cells: submission cells that may use a share of one graphics device.

Theory of operation. The owner of a boundary keeps a ledger of shares (`slots`): each cell is
granted a device and so much of its memory, and begins only when that much is free. The
*GPU fork server* is a fork server like any other, in a tree that also holds the device
nodes; it never initialises CUDA, which is asserted before each fork, because a context does
not survive one. A cell forked from it keeps the nodes of its own device only, a handful of
/proc entries the driver's library reads, a wider system-call filter, and an environment
that names its device; CUDA starts inside it, when its code first asks.

What cannot be limited from inside is measured from outside: `meter` asks the driver's
management library how much each cell holds, and the cell ends when that exceeds its share.
The same measure tells whose fault it is when memory runs out: a cell that could not get
its share because others held more than theirs is not to blame.

    grant       what one cell may use: the struct that travels to it
    exposure    what a GPU cell has beyond an ordinary one, as data, each with its reason
    room        putting that into a cell
    filter      the rows of the system-call filter that differ
    traces      whether a process has touched CUDA
    inventory   devices, their memory and who holds it (NVML, never CUDA)
    slots       the ledger
    meter       the watch over running cells
    container   a device for a container
"""
