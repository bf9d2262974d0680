definitions {
  backend "x" {
    origin = "http://o:8080"
    set_request_headers = {
      a = <<-X
        a ${env.B} b
      X
    }
  }
}
