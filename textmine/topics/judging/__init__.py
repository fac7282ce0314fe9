"""How far topics can be trusted: coherence, stability, held-out documents."""
