const pem = (label: string, body: string) =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`

/** For `localhost` and 127.0.0.1, signed by itself, good for a hundred years and worth nothing: its key is here. */
export const testCertificate = {
  cert: pem(
    'CERTIFICATE',
    'MIIBmzCCAUGgAwIBAgIUPd4Jjzobm1LSSSWZxL7IZWROemkwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxo' +
      'b3N0MCAXDTI2MTEyMTE1Mjk0N1oYDzIxMjYxMDI4MTUyOTQ3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcq' +
      'hkjOPQIBBggqhkjOPQMBBwNCAASDNZxyMqPWd0ioijzMLTInM41Ob8vGizt/J8sYhAiTelKnQECx4TBAXVfjtsar' +
      'Kdi0o5L5NCQYuyk9RGmq910Qo28wbTAdBgNVHQ4EFgQUrRL2jPO5yVVUrSokBQ38lmWMqr0wHwYDVR0jBBgwFoAU' +
      'rRL2jPO5yVVUrSokBQ38lmWMqr0wDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEw' +
      'CgYIKoZIzj0EAwIDSAAwRQIgaFKlwWWpVmFuuXLlcNUPgVfueh1TqtQiFka5legGZywCIQDX6m0HABoQjU1ilXAl' +
      '00Bm1HfcIV3kwRwHj7qHXpXaNg==',
  ),
  key: pem(
    'PRIVATE KEY',
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAvtOboSghf/Z/GYLa+51JZeTsnY1/tOI5rVGwXqO' +
      'tRyhRANCAASDNZxyMqPWd0ioijzMLTInM41Ob8vGizt/J8sYhAiTelKnQECx4TBAXVfjtsarKdi0o5L5NCQYuyk9' +
      'RGmq910Q',
  ),
}
