package io.forebay.internal.tls;

/**
 * What OpenSSL 3.0 writes and neither the JDK nor okhttp-tls can make. The password is {@link
 * #PASSWORD}; the keys are used nowhere else.
 */
final class Fixtures {
  static final String PASSWORD = "forebay";

  /** The certificate of the keys below, valid for a hundred years. */
  static final String SEALED_CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBiDCCAS2gAwIBAgIUCIzQvxVSjQtnnekUgXA8Jst3AIswCgYIKoZIzj0EAwIw
      GDEWMBQGA1UEAwwNc2VhbGVkIGNsaWVudDAgFw0yNjExMjExMzA1MDVaGA8yMTI2
      MTAyODEzMDUwNVowGDEWMBQGA1UEAwwNc2VhbGVkIGNsaWVudDBZMBMGByqGSM49
      AgEGCCqGSM49AwEHA0IABGH7BTQ5QDcuDYWoFJcZHwraVYtj6fs/oYK2cwPlXWXi
      aRMhHCzpu4Tgu58CI3WJoBO2yvX/gvUVi+axdjXeQvyjUzBRMB0GA1UdDgQWBBTX
      ylqMn6bSn9oZ0pePltZEsX5SpjAfBgNVHSMEGDAWgBTXylqMn6bSn9oZ0pePltZE
      sX5SpjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQD/aLRXa62P
      gOR91WlztaffsY8AX6sErXAKaAbqeojvhQIhANtbmT2NWJbSbowyzUBWpDA5N2eh
      Id32Thjt3SunO0gq
      -----END CERTIFICATE-----
      """;

  /** {@code openssl ecparam -name prime256v1 -genkey}. */
  static final String SEC1_AFTER_PARAMETERS =
      """
      -----BEGIN EC PARAMETERS-----
      BggqhkjOPQMBBw==
      -----END EC PARAMETERS-----
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIPaGx14ypiaA+5bQIwcwHbeRK7Gm30c7Ajg412SUs7peoAoGCCqGSM49
      AwEHoUQDQgAEYfsFNDlANy4NhagUlxkfCtpVi2Pp+z+hgrZzA+VdZeJpEyEcLOm7
      hOC7nwIjdYmgE7bK9f+C9RWL5rF2Nd5C/A==
      -----END EC PRIVATE KEY-----
      """;

  /** {@code openssl pkcs8 -topk8}: AES-256 and HMAC-SHA256. */
  static final String PBES2 =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgEWFk/bcHvTQICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJm5GrCIzBmsGBFxHvFM3ZAEgZBn
      ItOtLVXjaX90iL0hyFchZ7cmJ83qDHMEqPtJyxzawzpV4HE9TBf+9DUbVPm4qcrO
      UWiMvJttoFNTol8W6z1QyGlshBymASbGsKh8Qdrp24VxztTYpy90tzeg2l9Phx53
      YWTElwe6Kbc7wOM/WLH9Rp3ekfeelrCYg9cs9Cu1LM7wG5H3id/j8Yz7eUffedQ=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  /** {@code openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES}. */
  static final String PBES1 =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGxMBwGCiqGSIb3DQEMAQMwDgQIQqSci6ljX1QCAggABIGQTTzNkGdidEHH6PCp
      mOZxBFJNIte4KbE4aml4N7xaeD7CrzSASVcqIPgRdxr1UCc0OHb3g6iMM5QRx+Wi
      W6avxYpsz8CLmuHSn72YPgEj++eAVciPQSI9Cdzym+Ubbuy/oTmIB4sV00vZ7HL9
      j/8YqHQUC36ewlaHn/W1ime52VXkxAXQwegD0b0BMVSCYKLW
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  /** {@code openssl pkcs8 -topk8 -scrypt}, which the JDK cannot read. */
  static final String SCRYPT =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHkME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAi9oTHheAfIIwICQAAC
      AQgCAQEwHQYJYIZIAWUDBAEqBBDKMTc66kHkvmvrfDkuzYFuBIGQmxuXZMVfCgcd
      cKxOOcCph/lDBuoyQ0lJAm5/jUjCQ98ViAQeELMFP/yziTKT/aqFqgdWxUry0qaj
      WqeF90MGiu3M/vyUJwxX81VUFlDXK1e9Cb9CAX1h1ZpMjE1aj9Zdej6iw2ajmifM
      lKB72zZTVO9z6RutAjhaLCp4552Ej2pu0gQSdTWU0CoylDPFsR5H
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  /** {@code openssl ec -aes256}. */
  static final String OLD_ENCRYPTION =
      """
      -----BEGIN EC PRIVATE KEY-----
      Proc-Type: 4,ENCRYPTED
      DEK-Info: AES-256-CBC,BD76F74C88B01D10E812E89E5017E730

      iffIZ97GTDzgKU8jzl8LgJ2QXCyGMzpeHBChecLFlQdU4psIGJaChwJFXN1h0ad3
      4anxr7NqeOJDgM5Y0o8jTcOyaj7kfI/lE3agXLXqorTLPLH+UGGAhjll3hHxppZT
      P8mJo0xfo4pFB50iWuZqM+HhMqtjvN0j+NE/uRS5jKE=
      -----END EC PRIVATE KEY-----
      """;

  /** {@code openssl pkcs12 -export}, in Base64. */
  static final String PKCS12 =
      """
      MIIEHAIBAzCCA9IGCSqGSIb3DQEHAaCCA8MEggO/MIIDuzCCAnIGCSqGSIb3DQEHBqCCAmMwggJf
      AgEAMIICWAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhEgNhIHxV0
      GgICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDTtviA4FdNnCO+f+mH2xyaAggHwphWK
      meEv4/UaMcPdSDZRC9cruHsSHQY/vw18daERaE0yUrPV9kQqoOBvukTqU8IXdwdMm/CivZPv018p
      xlRMOrTD75wTr/419PJB43uKK2sBIt+Nlt5SMHk5aXSfUgRjUflkK7b6c0fpnOzcZ8aOZwbBkmdq
      dwK5ItKfKMVqy7FbSRobIQJ2GOyPq5Zv6QlFMRFxgwTcaj5sc1zNCcut24sBmWsa1fGlvgxCsRrt
      3OL73N3mmdqWVr1lOWE3EqmwD+zrHm+2GvyzxDyKHdi5KbrhypG+HMXJ5QwBV/twp71MT0rnls7c
      MEX9cBoF2sm+VC8gqf7t1H81Q7hc+5mEBPU5nw6NsHNCLyEfFocADPkz8/hu3yiqeLOTK3pHgIT0
      qVdFhx5m8k6wJmC68AYSKWVCm6i02PVHewbAt0sTFgaFfoNX/UdG+L2SGH+oIokiQFFvzIXp83TU
      XFWvAvFKsAd3JFgnqb0VkjaAvp4/VRrsIZ+9Mj7s6Gz2COJ+1orwCGYXYJbKn4q+59o9epDDKcJV
      9PuOFOHgG0cJtBkNRElDE1jUsyxxN8HA48KqSqNPQo1KNJ74ZeADvGDfKVZcLXlrCkr90AVMVnjJ
      mjsnRhzX3fPVRdObOor9WemvyvtWzNhH7EESVmJURKuycXsChDCCAUEGCSqGSIb3DQEHAaCCATIE
      ggEuMIIBKjCCASYGCyqGSIb3DQEMCgECoIHvMIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEF
      DDAcBAin7SYFhaTSaQICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEL87myUjouN0WG9Z
      lZS9CTQEgZA3RUqle9px3zlu8k1f3WxcFN8Ca56pt7RLrNXzm/Lrk28lQYPDgMbX6qnljv/TGxnN
      MUbGWbGJTAvWO0ZAxTu70uY2tla6BoUOcgAvIw+kmPhnW469ZihVAgFvkvOF29pS0WGErDfBCWKX
      IW5UftBIwfe0d+TcHftlNXcfk1JJ057JnQ2F2lY4IexTM1U75r8xJTAjBgkqhkiG9w0BCRUxFgQU
      9nOT6QoVl59eZLz/MozON3AEfDAwQTAxMA0GCWCGSAFlAwQCAQUABCCLPDZfXG4e0nx81wOtY8R7
      zl5m7Pmybz3L5UZ+WJFQhgQIbvm7xEMJmAACAggA
      """;

  /** Signed the two certificates below; RSA. */
  static final String ROOT =
      """
      -----BEGIN CERTIFICATE-----
      MIIDETCCAfmgAwIBAgIUQG/O6qB3E5Zr1f+R/k4Hgy6EC0EwDQYJKoZIhvcNAQEL
      BQAwFzEVMBMGA1UEAwwMZml4dHVyZSByb290MCAXDTI2MTEyMTEzMDUzN1oYDzIx
      MjYxMDI4MTMwNTM3WjAXMRUwEwYDVQQDDAxmaXh0dXJlIHJvb3QwggEiMA0GCSqG
      SIb3DQEBAQUAA4IBDwAwggEKAoIBAQC89itntCzA10ipqRNGWOAQdm3cG0S5tStn
      AFDljZq7yJfnRlSC11q4X0VS+lphaEwIIUZ9JA8x8KN0lOgaEI0N0GejxlWP2VU4
      NzXCTG0hboEXRBeV44/izJRqQGj2UNATXrIBZIjIgujmG0SMvQabn0i07gJDYg65
      bAbihK34VdISoXM4hfluABKuHtD3iXPaG4GMq13KKMoD0WyEJGCuhVJkTkq6V3qq
      5I0qJI4KyNiHcW2SC/MZhlDlFD+9/tezcfC/fS8FK2t93jKkcgbBeIrUEqqZxrfC
      jaadTKxgvvEpOxQs0/xklpyVv1ysvobxLMaBg3UZas0KKSZQ0WcVAgMBAAGjUzBR
      MB0GA1UdDgQWBBSkDdDQPM/qUsB7l30AWfSC0HhYOzAfBgNVHSMEGDAWgBSkDdDQ
      PM/qUsB7l30AWfSC0HhYOzAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUA
      A4IBAQAH3GZvQY4ITnt0nv7ho5o4FNoVQ1ojPPkNCXQJWskH1ztHKvtxWUAxu26s
      LkWe+0WYMku45qAkBa0kfl3pJ2CrQ1JWLYb/QMlf4eztQQQ6EV5/r39VNmy2He/u
      jhkPgXLDkSD7s+Xvj1CZcxpw/rYbxzwjhfct1JjGXB/FZa0YCySflwiI1lETNWuU
      37baVdzgAIww5c9N0lCSzYy7iVveAxXd/n9hzsmHYpzc2DnWXttns+94bPtomUaT
      mok42jLCjOLrPcTva0PfXQsXicSbbWlAdTQ8BlwI7etNkCZk94t3xGrzy81X9PuI
      kxPZYfV158WSPRcXoOY2Up2Q9f2J
      -----END CERTIFICATE-----
      """;

  /** For localhost, but its extended key usage is clientAuth only. */
  static final String FOR_CLIENTS =
      """
      -----BEGIN CERTIFICATE-----
      MIICXzCCAUegAwIBAgIUBBs2PEYiVlQpUJcaT/fdm1hOxogwDQYJKoZIhvcNAQEL
      BQAwFzEVMBMGA1UEAwwMZml4dHVyZSByb290MCAXDTI2MTEyMTEzMDUzN1oYDzIx
      MjYxMDI4MTMwNTM3WjAWMRQwEgYDVQQDDAtmb3IgY2xpZW50czBZMBMGByqGSM49
      AgEGCCqGSM49AwEHA0IABCaVqMMgl7rMI7HZEErc/aSAouYAwZUd5GRqMqgY9U2E
      XNwpJ6IR/zTkqf/RbGNl0POuOb1xTVy32hZRER9PZf6jbTBrMBQGA1UdEQQNMAuC
      CWxvY2FsaG9zdDATBgNVHSUEDDAKBggrBgEFBQcDAjAdBgNVHQ4EFgQUjVC09iVq
      2e/OSuad23gQaRYINhUwHwYDVR0jBBgwFoAUpA3Q0DzP6lLAe5d9AFn0gtB4WDsw
      DQYJKoZIhvcNAQELBQADggEBAJCsfHu1GqshjK05tfF80KEKLNZWzr62BcY4qkCx
      EYBGoM+Kt70P24lRem54/1jR0Yxbc5cMAzB9iYQeEh1CJs+tgtk0tHt9Cb7xXvk1
      Yd3uFJMBLw8SxQE/1gwJGDgeN1R4Z1d6D4VopUJx5jcEKH8JNsKWovuqgELXbFJt
      X1jyAdzTCaJoUn2g2IAuPdkCBOMecQaKiiH6mDlwVJ32nqr7nZBr4K1MsKsHIg2g
      5gkChJyB2i23qAmsgjYeuSbLf2TPv6Vb2cfBq4+qhqVAH9bPFfaTft5UXIIPR/nK
      r68Qi8YICQZU/lwqSvJ7zjHE5ElaWK6s7TqLt3pGJWKpco8=
      -----END CERTIFICATE-----
      """;

  /** For localhost, signed with MD5. */
  static final String WEAK =
      """
      -----BEGIN CERTIFICATE-----
      MIICQzCCASugAwIBAgIUBBs2PEYiVlQpUJcaT/fdm1hOxokwDQYJKoZIhvcNAQEE
      BQAwFzEVMBMGA1UEAwwMZml4dHVyZSByb290MCAXDTI2MTEyMTEzMDUzN1oYDzIx
      MjYxMDI4MTMwNTM3WjAPMQ0wCwYDVQQDDAR3ZWFrMFkwEwYHKoZIzj0CAQYIKoZI
      zj0DAQcDQgAEJpWowyCXuswjsdkQStz9pICi5gDBlR3kZGoyqBj1TYRc3CknohH/
      NOSp/9FsY2XQ8645vXFNXLfaFlERH09l/qNYMFYwFAYDVR0RBA0wC4IJbG9jYWxo
      b3N0MB0GA1UdDgQWBBSNULT2JWrZ785K5p3beBBpFgg2FTAfBgNVHSMEGDAWgBSk
      DdDQPM/qUsB7l30AWfSC0HhYOzANBgkqhkiG9w0BAQQFAAOCAQEAk/FjkM5gxH6j
      Sf8+nnUrj+PB+qmnx9aHH5jIZEveknMg/oLKDADOL8Pd3mT0M49DAjuxBXZwxw74
      Om4KSWSIxDEOEIEC8sk+XZxsYLDhBB5xj/liGv2sLyEjPWjv+KUTuVjalYmqOYv8
      aimY6YyN96WfaUxn/+Yvv7rQjTRljDYbyu86IHD/USwmp+RcW7Nz3nMfJ+93QP+1
      FhYm7FYeK0I81o8miQcxJ6bGo4MiMy+LwIziBuatRxeXuqGa47b5Q9JEOWOz13m1
      KndDTUoD7ziYJbmUmPv94WC1wCGCkVwk8A5Pfehh43gsyl/a7GGWuAR8lgBTx3ta
      Fl5ueLpZyg==
      -----END CERTIFICATE-----
      """;

  private Fixtures() {}
}
