"""A child process that can be killed: the only deadline that holds against C code is the end of a process.

A `Pool` runs one *task* in up to N children. A task is a function `bytes -> bytes` named by its dotted path
("package.module:function"), so that a child imports what it needs and nothing is pickled. An empty request warms the
task up; its reply is dropped. Whatever goes wrong with a request ends as one `Failure`, and the next request gets a
fresh child.
"""

from pipelines.worker.pool import Pool
from pipelines.worker.process import Child, Failure, WorkerError

__all__ = ["Child", "Failure", "Pool", "WorkerError"]
