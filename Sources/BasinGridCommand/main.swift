print("basingrid")
