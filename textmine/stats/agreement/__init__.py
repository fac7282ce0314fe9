"""Agreement of coders on units: coefficients, their intervals, how many units they take."""
