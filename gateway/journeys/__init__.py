"""What people do, one file a journey: (switchboard, plain values) -> plain value. Run twice, it changes nothing."""
