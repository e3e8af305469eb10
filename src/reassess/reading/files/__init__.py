"""Files become text: one module a family of formats, run in child processes that a hostile file cannot hurt.

`pool.read_all` is the way in: it takes paths and gives a `FileText` for each, whatever the file holds. What a
format's module does with a file happens in `child`, a separate process with limits on memory, processor time and
output; pages come back as JSON, never as pickled objects, so that a child taken over by a file can only tell lies
about text.
"""
