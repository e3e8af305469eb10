"""What leaves a run for people: exports, explanations of one investigation, comparisons of two runs."""
