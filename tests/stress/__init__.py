"""Many runs against what should never happen; short forms of them run in the tests."""
