definitions {
  backend "x" {
    origin = "http://o:8080"
    connect_timeout = "2s"
    basic_auth = "p:${env.A}"
  }
}
