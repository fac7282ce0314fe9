"""How far topics can be trusted: coherence, stability, numbers of topics, intrusion."""
