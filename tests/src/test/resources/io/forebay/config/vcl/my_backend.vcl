backend my_backend {
  .host = "www.example.com"
  .probe = {
    .request = "HEAD /website-healthcheck.txt HTTP/1.1"  "Host: www.example.com" "Connection: close";
    .interval = 15s;
    .initial = 2;
    .threshold = 3;
    .window = 5;
    .dummy = false;
  }
}
