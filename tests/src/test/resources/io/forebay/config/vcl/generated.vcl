pragma optional_param geoip_opt_out true;
pragma optional_param max_backends 5;
C!
W!
# Backends

backend F_origin_a {
    .always_use_host_header = true;
    .between_bytes_timeout = 10s;
    .connect_timeout = 1s;
    .dynamic = true;
    .first_byte_timeout = 15s;
    .host = "a.example.com";
    .host_header = "a.example.com";
    .max_connections = 200;
    .port = "443";
    .share_key = "5Nmpt8EU4E1W3hCEzMYjAe";
    .ssl = true;
    .ssl_cert_hostname = "a.example.com";
    .ssl_check_cert = always;
    .ssl_sni_hostname = "a.example.com";

    .probe = {
        .dummy = true;
        .initial = 5;
        .request = "HEAD / HTTP/1.1"  "Host: a.example.com" "Connection: close";
        .threshold = 1;
        .timeout = 2s;
        .window = 5;
      }
}
backend F_origin_b {
    .always_use_host_header = true;
    .between_bytes_timeout = 10s;
    .connect_timeout = 1s;
    .dynamic = true;
    .first_byte_timeout = 15s;
    .host = "b.example.com";
    .host_header = "b.example.com";
    .max_connections = 200;
    .port = "443";
    .share_key = "5Nmpt8EU4E1W3hCEzMYjAe";
    .ssl = true;
    .ssl_cert_hostname = "b.example.com";
    .ssl_check_cert = always;
    .ssl_sni_hostname = "b.example.com";

    .probe = {
        .dummy = true;
        .initial = 5;
        .request = "HEAD / HTTP/1.1"  "Host: b.example.com" "Connection: close";
        .threshold = 1;
        .timeout = 2s;
        .window = 5;
      }
}

director autodirector_ random {
   {
    .backend = F_origin_a;
    .weight = 100;
   }{
    .backend = F_origin_b;
    .weight = 50;
   }
}

import boltsort;

acl purgers {
  "192.0.2.0"/24;
  !"192.0.2.7";
}

table redirects STRING {
  "/old": "/new}",
  "/{": {"a long } text"},
}

sub vcl_recv {
#--FASTLY RECV BEGIN
  if (req.restarts == 0) {
    if (!req.http.X-Timer) { set req.http.X-Timer = "S" time.start.sec "." time.start.usec_frac; }
    set req.http.X-VS = regsub(req.url, "^/[^%]{1,3}(\d+)", "\1");
  }
  /* a brace } in a comment */
  set req.backend = autodirector_;
#--FASTLY RECV END
  C{ char close = '}'; }C
  return(lookup);
}

sub vcl_error {
  synthetic {"<html>{ never "closed" </html>"};
  synthetic {EOT"a "} in it"EOT};
}
