print("vmscan")
