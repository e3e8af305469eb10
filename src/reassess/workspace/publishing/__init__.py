"""From a run folder to the workspace: dossiers, findings, risks, pairs, people, and what changed."""
