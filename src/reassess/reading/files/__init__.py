"""Files to text, in child processes with limits, so that a hostile file cannot harm the main process.

Start at `pool.read_all`: it takes paths and returns a `FileText` for each, whatever the file holds. The parsers in
`formats` run only in `child`, a process with limits on memory, processor time and output. Pages come back as JSON,
never as pickled objects, so a child that a file has taken over can at worst send wrong text.
"""
