"""Who speaks of which theme, and when: shares by group, effects of covariates, codes by people."""
