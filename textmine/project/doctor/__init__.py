"""Whether textmine, this computer and a workspace are sound, and what to do where they are not."""
