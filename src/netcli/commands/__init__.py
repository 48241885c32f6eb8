"""The commands, one file a noun: read the arguments, make one call, emit."""
