// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.client.ResponseHead;
import io.jevent.internal.client.Transfer;
import io.jevent.internal.http.HeaderList;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Everything of a response but its body; the headers of the JDK are made when they are asked for. */
final class ReplyHead implements HttpResponse.ResponseInfo {

    /** The number of bytes of a body that an error message shows. */
    static final int MAX_SHOWN = 512;

    private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (_, _) -> true);

    private final int status;
    private final URI uri;
    private final Version version;
    private final HeaderList lines;
    private final @Nullable SSLSession session;
    private final @Nullable Transfer transfer;
    private @Nullable HttpHeaders headers;

    /** The request of this response, after redirects, and the response before it. */
    private @Nullable HttpResponse<?> previous;

    ReplyHead(URI uri, Transfer transfer, HeaderList lines) {
        ResponseHead head = transfer.head();
        this.status = head.status();
        this.uri = uri;
        this.lines = lines;
        this.transfer = transfer;
        version = transfer.connection().isHttp2() ? Version.HTTP_2 : Version.HTTP_1_1;
        session = transfer.connection().sslSession();
    }

    private ReplyHead(URI uri, int status, HttpHeaders headers) {
        this.status = status;
        this.uri = uri;
        this.headers = headers;
        lines = new HeaderList();
        headers.map().forEach((name, values) -> values.forEach(value -> lines.add(name, value)));
        transfer = null;
        version = Version.HTTP_1_1;
        session = null;
    }

    static ReplyHead of(HttpRequest request, int status, HttpHeaders headers) {
        return new ReplyHead(request.uri(), status, headers);
    }

    int status() {
        return status;
    }

    @Override
    public int statusCode() {
        return status;
    }

    URI uri() {
        return uri;
    }

    @Override
    public Version version() {
        return version;
    }

    @Nullable
    SSLSession sslSession() {
        return session;
    }

    @Nullable
    String header(String name) {
        return lines.get(name);
    }

    HeaderList lines() {
        return lines;
    }

    @Override
    public HttpHeaders headers() {
        HttpHeaders made = headers;
        if (made == null) {
            made = headers(lines);
            headers = made;
        }
        return made;
    }

    HttpHeaders trailers() {
        return transfer == null ? NONE : headers(transfer.trailers());
    }

    static HttpHeaders headers(HeaderList lines) {
        Map<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < lines.size(); i++) {
            map.computeIfAbsent(lines.name(i), _ -> new ArrayList<>(1)).add(lines.value(i));
        }
        return HttpHeaders.of(map, (_, _) -> true);
    }

    @Nullable
    HttpResponse<?> previous() {
        return previous;
    }

    void setPrevious(@Nullable HttpResponse<?> response) {
        previous = response;
    }
}
