timeout = "300s"
