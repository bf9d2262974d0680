// Every kind of director, every spelling of a value, and what is noted.
vcl 4.0;
include "other.vcl";

director by_hash hash { .quorum = 50 /* of weight */ %; { .backend = a; .weight = 0x2; }{ .weight = 1; .backend = b; } }
director by_client client { { .backend = a; .weight = 3; } { .backend = b; .weight = 4; } }
director by_ring chash { .key = client; .seed = 7; .vnodes_per_node = 16;
  { .backend = a; .id = "one"; } { .backend = b; .id = {"two"}; } }
director in_order fallback { { .backend = a; } { .backend = b; } { .backend = c; } }
director in_turn round-robin { { .backend = c; } }
director nested random { { .backend = in_order; .weight = 1; } }
director pop shield { .shield = "bwi-va-us"; .is_ssl = true; }

backend a {
  .host = "2001:db8::1"; .port = "8443"; .ssl = true; .ssl_check_cert = never;
  .ssl_hostname = "*.example.com"; .max_tls_version = "1.2"; .ssl_ciphers = "ECDHE+AESGCM:!aNULL";
  .ssl_client_cert = {PEM"-----BEGIN CERTIFICATE-----
s3cr3t
-----END CERTIFICATE-----"PEM};
  .ssl_client_key = {"s3cr3t"};
  .probe = { .url = "/h%65alth?deep=1"; .interval = 0.5 s; .timeout = 100ms; .window = 5; .threshold = 4; .initial = 1; }
}
backend b {
  .host = "my_host.example.com."; .host_header = "my" + "_host" ".example.com"; .prefer_ipv6 = true;
  .connect_timeout = 1w; .first_byte_timeout = 010s; .fetch_timeout = 0s; .max_connections = 0;
  .is_shield = true; .saintmode_threshold = 5; .dynamic = false; .keepalive_time = 1.5m;
}
backend c { .host = "192.0.2.1"; .probe = { .dummy = true; .request = "OPTIONS /x HTTP/1.0" "X-Token: s3cr3t" "X-Token: 2" "Content-Length: 0"; } }
backend anonymous_d { .host = "d%2Eexample"; }
