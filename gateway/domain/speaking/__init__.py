"""The rules of speaking to a village: levels, states, hours, retries, what counts as heard, what it costs."""
