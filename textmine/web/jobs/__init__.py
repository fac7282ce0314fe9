"""Long work: one command after the other in a process of its own, with progress and a way to stop.

A job is the very command that one could type, so that what it makes is the same, and stopping it is
Ctrl-C: nothing half-written is left.
"""
