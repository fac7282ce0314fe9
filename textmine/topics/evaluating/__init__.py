"""What a fitted model is worth: numbers of topics compared, other corpora, people's judgement."""
