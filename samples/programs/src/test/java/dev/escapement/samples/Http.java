package dev.escapement.samples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An answer to a request that is written out by hand, so that any header may be what it likes. */
record Http(int status, Map<String, String> headers, String body) {
  static Http get(int port, String path) throws IOException {
    return ask(port, "GET " + path, "", "Host: 127.0.0.1:" + port);
  }

  static Http post(int port, String path, String form, String... headers) throws IOException {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Host: 127.0.0.1:" + port;
    all[1] = "Content-Length: " + form.length();
    return ask(port, "POST " + path, form, all);
  }

  static Http ask(int port, String what, String body, String... headers) throws IOException {
    String request =
        what
            + " HTTP/1.1\r\n"
            + String.join("\r\n", headers)
            + "\r\nConnection: close\r\n\r\n"
            + body;
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Http parse(String answer) {
    String[] parts = answer.split("\r\n\r\n", 2);
    String[] lines = parts[0].split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] header = lines[i].split(": ", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    return new Http(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, parts[1]);
  }
}
