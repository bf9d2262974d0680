# Every attribute of the manual's table, at its type.
defaults {
  environment_variables = {
    USERS_ORIGIN = "https://users.internal:8443"
    USERS_TOKEN  = ""
  }
}

server "edge" {
  base_path = "/v1"

  api {
    endpoint "/users/{id}" {
      proxy {
        backend = "users"
      }
    }

    endpoint "/admin/**" {
      request "audit" {
        url     = "https://audit.example.com/log"
        backend {
          connect_timeout = "1s"
        }
      }

      proxy {
        backend "users" {
          path    = "/admin/**"
          timeout = "90s"
        }
      }
    }
  }
}

definitions {
  backend "users" {
    origin                         = env.USERS_ORIGIN
    hostname                       = "users.example.com"
    path_prefix                    = "/${request.headers.x-tenant}/v2"
    basic_auth                     = "peter:${env.USERS_PASSWORD}"
    proxy                          = "http://joe:${env.PROXY_PASSWORD}@proxy.internal:3128"
    connect_timeout                = "2s"
    ttfb_timeout                   = "1m30s"
    timeout                        = "2m"
    max_connections                = 50
    http2                          = true
    disable_certificate_validation = false
    disable_connection_reuse       = false
    use_when_unhealthy             = false
    set_response_status            = 201

    set_request_headers = {
      x-user   = request.path_params.id
      "X-Many" = ["a", 1, true, null]
      x-query  = request.query.page[0]
    }
    remove_request_headers = ["Cookie", request.headers.x-drop]
    add_request_headers    = { x-note = "a${env.USERS_TOKEN}b" }
    set_query_params       = { locale = "en" }
    add_query_params       = {}
    remove_query_params    = ["debug"]
    set_form_params        = { a = "A" }
    add_form_params        = { d = "D" }
    remove_form_params     = ["x"]
    set_response_headers   = { x-status = backend_response.status }
    add_response_headers   = { x-by = "couper" }
    remove_response_headers = ["server"]

    custom_log_fields = {
      healthy = backend.health.healthy
      nested  = { status = backend_response.status, path = backend_request.path }
      list    = [1, "two", true]
      cookie  = request.cookies.session
    }

    beta_health {
      path              = "/healthz?deep=1"
      interval          = "5s"
      timeout           = "2s"
      failure_threshold = 3
      expected_status   = [200, 204]
      expected_text     = "ok"
      headers           = { User-Agent = "Couper-Health-Check" }
    }

    beta_rate_limit {
      period     = "1m"
      per_period = 60
    }

    oauth2 {
      grant_type     = "client_credentials"
      token_endpoint = "https://as.example.com/token"
      client_id      = "id"
      client_secret  = env.CLIENT_SECRET
      backend "tokens" {
        set_request_headers = { accept = "application/json" }
      }
    }

    openapi {
      file = "users.yaml"
    }
  }

  backend "tokens" {
    origin = "https://as.example.com"
    tls {
      server_ca_certificate = <<-PEM
        -----BEGIN CERTIFICATE-----
        MIIB
        -----END CERTIFICATE-----
      PEM
      client_certificate_file = "client.pem"
      client_private_key      = env.CLIENT_KEY
    }
  }
}
