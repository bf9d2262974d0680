    proxy {
      backend "ref_be" {      # refine referenced backend
        path = "/b"           # override existing attribute value
        add_form_params = {   # set new attribute
          # ...
        }
      }
    }
# ...
definitions {
  backend "ref_be" {
    origin = "https://example.com"
    path = "/a"
  }
}
