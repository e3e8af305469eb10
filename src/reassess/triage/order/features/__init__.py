"""What the learnt order looks at, made once a run."""
