/// Certificates and keys that OpenSSL made for tests alone, at home nowhere.
package enum CertificateSamples {
  /// Ends in 2036, in the short form of time; on a curve.
  package static let tenYears = """
    -----BEGIN CERTIFICATE-----
    MIIBiTCCAS+gAwIBAgIUel0pUnnIOmK+i7mYAb2Tqk5CP1EwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMB4XDTI2MTEzMDA1MDAyMFoXDTM2
    MTEyNzA1MDAyMFowGjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMFkwEwYHKoZI
    zj0CAQYIKoZIzj0DAQcDQgAEsomrnNsyQ4PNhyLz9UQ6UdOkY87dveFGwd6OB0xy
    sK8+HdbcjQuTDVvkESTSHj3eJQJK+PuAsfflmpN9u+HeRqNTMFEwHQYDVR0OBBYE
    FNy9YRbkAhWd6bM5EZ+WOZHDTaBuMB8GA1UdIwQYMBaAFNy9YRbkAhWd6bM5EZ+W
    OZHDTaBuMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAKRu7KO5
    NSgQu7MnRJht40hcKhoWTm0hfRcYaqEyR4ptAiB+RrtJd+cHAl2qFF4+7BUHYH0f
    8u72RbWwBj0odELuJA==
    -----END CERTIFICATE-----

    """
  /// Ends after 2050, in the long form of time; on a curve.
  package static let longer = """
    -----BEGIN CERTIFICATE-----
    MIIBijCCATGgAwIBAgIUGGtJ92M7A9HHfrNbdgO18m3Yd40wCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMCAXDTI2MTEzMDA1MDAyMFoYDzIw
    NTkxMDA4MDUwMDIwWjAaMRgwFgYDVQQDDA9wYnguZXhhbXBsZS5jb20wWTATBgcq
    hkjOPQIBBggqhkjOPQMBBwNCAARDqbxOFoWtuFbX+n+ALjpVJTmaXZdbGtaOYrvY
    LR3tGPq8Jw0y0awWbpLxYmNtfBmCbxGeM7qM6b1SL9iImkbRo1MwUTAdBgNVHQ4E
    FgQUgpbIMTK8MCl/BOhBV6lkJ5tRxKEwHwYDVR0jBBgwFoAUgpbIMTK8MCl/BOhB
    V6lkJ5tRxKEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAzsEiE
    VMrvNqTETJ642yhofdP+KM6OXsJF22kqYuhM4wIgSVYl2PGkC2uk+wgcWcu8mDuR
    NmUVynb12wX/lKpUCQQ=
    -----END CERTIFICATE-----

    """
  /// On a curve, with the two forms of its key below.
  package static let curve = """
    -----BEGIN CERTIFICATE-----
    MIIBiTCCAS+gAwIBAgIUCIyY00aa5mQukO6HQWoZqkglyrowCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMB4XDTI2MTEzMDEyMTE0N1oXDTM2
    MTEyNzEyMTE0N1owGjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMFkwEwYHKoZI
    zj0CAQYIKoZIzj0DAQcDQgAE6raSL8uKOgBODeZaQ7khFZ3qS6pzbSMAvz/odIXN
    2eQ1G/QvmJ53qDRh/yeSUqXH7tr8Gyl0wm1oczClYMtemaNTMFEwHQYDVR0OBBYE
    FNtFhWyIH94MXkGGgi8r6B7kwI7nMB8GA1UdIwQYMBaAFNtFhWyIH94MXkGGgi8r
    6B7kwI7nMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgc4ulVAj6
    ldzBVRy3HJnHGbSg1UD78aAqJ9AIRbjREX8CIQDvp9H43qspedj/R0bZmJFg8i6C
    MRHq4LVbfgrbFDim6g==
    -----END CERTIFICATE-----

    """
  /// SEC 1.
  package static let curveKey = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEICCefabccIK1LO+QxHXyf0dWNsByuezXGlimnV1mvDk2oAoGCCqGSM49
    AwEHoUQDQgAE6raSL8uKOgBODeZaQ7khFZ3qS6pzbSMAvz/odIXN2eQ1G/QvmJ53
    qDRh/yeSUqXH7tr8Gyl0wm1oczClYMtemQ==
    -----END EC PRIVATE KEY-----

    """
  /// PKCS #8.
  package static let curveKeyPKCS8 = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIJ59ptxwgrUs75DE
    dfJ/R1Y2wHK57NcaWKadXWa8OTahRANCAATqtpIvy4o6AE4N5lpDuSEVnepLqnNt
    IwC/P+h0hc3Z5DUb9C+YnneoNGH/J5JSpcfu2vwbKXTCbWhzMKVgy16Z
    -----END PRIVATE KEY-----

    """
  /// Of no certificate here.
  package static let otherCurveKey = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIAfJKRl7zyB5l/F9KThLdHrwCzSdIvV6GvKHsFc7/7JnoAoGCCqGSM49
    AwEHoUQDQgAETEShKQ0YHXc33JSIyeBtWyxCLgUUWOqttaRWaNTatQj6s//TUgmJ
    ZjYqWcai0VRxj6w5EZvCUV1WPMuyMtdrJw==
    -----END EC PRIVATE KEY-----

    """
  /// That of the curve with a passphrase, PKCS #8.
  package static let lockedKey = """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiXhYEGtelaZwICCAAw
    DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDuDWrXuVHGFNSyO5qz2zfAEgZDA
    0A3SSoXhBYr72GD83sbx/0/OTq2/Gsrcu1Uc3PjjW7RwafvpofCdjj+nVVYI3sbu
    616eegCK5p84sEXxV0hRoXD8XbAHd2WzkKZ0Y0ZNZ+0OfMhcrrFIAnr5f2EnpLT2
    NGNkDovqXUQYRQsQ8QTG7ZEt2dEjutu/uwfMGAhdWd5UYVwkP7Xx4xuIZPBSP1k=
    -----END ENCRYPTED PRIVATE KEY-----

    """
  /// The same in the older form.
  package static let lockedOldKey = """
    -----BEGIN EC PRIVATE KEY-----
    Proc-Type: 4,ENCRYPTED
    DEK-Info: AES-128-CBC,EC2F4603AD9A47B9DAE1F1BA4313C094

    9ao3AmoHNpm4XlkYvaubSauaQBQXDUvPvpoCF2EiC5q13DFlsKJzuObGjJdTNuP3
    +NuBi1k63Lc4SJefvamx5rRoHc0gkuUYwJKOkKltT7UX2pJduU6vyMX6vKGJAAeJ
    lz3IZDeYCHaPuIvx6HXhgO+EM5+CNqh4RAaByAfiKZY=
    -----END EC PRIVATE KEY-----

    """
  /// RSA, with the two forms of its key below.
  package static let rsa = """
    -----BEGIN CERTIFICATE-----
    MIICEDCCAXmgAwIBAgIUVKleGcRH4JBZXaFDG/lzBl+TWv4wDQYJKoZIhvcNAQEL
    BQAwGjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMB4XDTI2MTEzMDEyMTE0N1oX
    DTM2MTEyNzEyMTE0N1owGjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMIGfMA0G
    CSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCpXiP2srFmqxO8SXtslIrlJZaWvvaG2z1
    SDuvS0CKxx3QB43AAsvh7+DWjYgssQDm5N19Evfp3IFit6MSAqNJiCaoaZ7pBUvf
    kzZSSTqJUJw44EYSF9HINO+qeuPkVl5nm+CZqNcAoiOmi7WK6ZoAMGTykdDj57q0
    lwlFzI2hXwIDAQABo1MwUTAdBgNVHQ4EFgQUHsuyzdtk4zIP09z8OLXnQw4me7sw
    HwYDVR0jBBgwFoAUHsuyzdtk4zIP09z8OLXnQw4me7swDwYDVR0TAQH/BAUwAwEB
    /zANBgkqhkiG9w0BAQsFAAOBgQCrw3GPBytaiZaA6CIfBpA/gevfh0y1Xa73yN3u
    c8wbS74o0keKlaY8RgdkVUBirpnLyI4KUsz2zq4I4GMH/ljuEy1N/RSNmORfccog
    5dAn8Zc/OLWJQfE30asLjQaMlv7P91f+e5fqFIQvsxs9ZMESuBVVUh6yyWa6Cq/N
    UJq4Og==
    -----END CERTIFICATE-----

    """
  /// PKCS #1.
  package static let rsaKey = """
    -----BEGIN RSA PRIVATE KEY-----
    MIICXQIBAAKBgQDCpXiP2srFmqxO8SXtslIrlJZaWvvaG2z1SDuvS0CKxx3QB43A
    Asvh7+DWjYgssQDm5N19Evfp3IFit6MSAqNJiCaoaZ7pBUvfkzZSSTqJUJw44EYS
    F9HINO+qeuPkVl5nm+CZqNcAoiOmi7WK6ZoAMGTykdDj57q0lwlFzI2hXwIDAQAB
    AoGAEOS7qgCbSLs76T4UxKSNbSrgQcdTxIJM2p0CURx+5YySkdOWAew8NcfUA8sU
    3oweP+vtLUXQLoPs1tyJUq7X7QsCYjTAO9cbsOLFfBQRT0evnhiKklukrV/9zijS
    9ZrzsZTxyJ/E/AUaUxsFSgcCIc1nUL4V2EV7FIrxquoZYYECQQDwBRX714Fr/Aoq
    RQBFZiR1OaXOZPDlhiEzSOz7AITThvSPuCcyJtCzzxrJGCadBLhiObxlu/Rp2bIg
    C6vfmzp5AkEAz5sJSU2t1ucOumOCjX0cFK8BmZcwCgM8ODybWxyxVn8IFQIH0SuE
    FxdTtf69ZlHp2gAWmq7A5RByK9HFUqZElwJBANTP7ZoKjloscubfn0npMtItdvH1
    VhJsRuut8VDsONlEg3sakMZK3ClRrDI5E6ONF98fygd6C0//EYyQTKhKfiECQQCK
    G6tL1p9FDaUgnb5l/crGf73ivU85+fj/uGHpdOcMkamAwD8PCZHwApavxe2dufSG
    D/T5pjOwrwYk3IIWf4G1AkBBCoNajK5YFq0FhgnRekE/q+GvZ5YUyes0dLmWk9UH
    xm9iuuIkKOxhuaycLaOKDEkOKn43H2IKfvVFWC0iYEWQ
    -----END RSA PRIVATE KEY-----

    """
  /// PKCS #8.
  package static let rsaKeyPKCS8 = """
    -----BEGIN PRIVATE KEY-----
    MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBAMKleI/aysWarE7x
    Je2yUiuUllpa+9obbPVIO69LQIrHHdAHjcACy+Hv4NaNiCyxAObk3X0S9+ncgWK3
    oxICo0mIJqhpnukFS9+TNlJJOolQnDjgRhIX0cg076p64+RWXmeb4Jmo1wCiI6aL
    tYrpmgAwZPKR0OPnurSXCUXMjaFfAgMBAAECgYAQ5LuqAJtIuzvpPhTEpI1tKuBB
    x1PEgkzanQJRHH7ljJKR05YB7Dw1x9QDyxTejB4/6+0tRdAug+zW3IlSrtftCwJi
    NMA71xuw4sV8FBFPR6+eGIqSW6StX/3OKNL1mvOxlPHIn8T8BRpTGwVKBwIhzWdQ
    vhXYRXsUivGq6hlhgQJBAPAFFfvXgWv8CipFAEVmJHU5pc5k8OWGITNI7PsAhNOG
    9I+4JzIm0LPPGskYJp0EuGI5vGW79GnZsiALq9+bOnkCQQDPmwlJTa3W5w66Y4KN
    fRwUrwGZlzAKAzw4PJtbHLFWfwgVAgfRK4QXF1O1/r1mUenaABaarsDlEHIr0cVS
    pkSXAkEA1M/tmgqOWixy5t+fSeky0i128fVWEmxG663xUOw42USDexqQxkrcKVGs
    MjkTo40X3x/KB3oLT/8RjJBMqEp+IQJBAIobq0vWn0UNpSCdvmX9ysZ/veK9Tzn5
    +P+4Yel05wyRqYDAPw8JkfAClq/F7Z259IYP9PmmM7CvBiTcghZ/gbUCQEEKg1qM
    rlgWrQWGCdF6QT+r4a9nlhTJ6zR0uZaT1QfGb2K64iQo7GG5rJwto4oMSQ4qfjcf
    Ygp+9UVYLSJgRZA=
    -----END PRIVATE KEY-----

    """
}
