// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The bodies of requests. */
final class Forms {

    private static final int ORDERS = 10;
    private static final String BOUNDARY = "0123456789abcdef0123456789abcdef";
    private static final int FILE_LINES = 1024;

    /** Ten orders in JSON. */
    static final String JSON = IntStream.range(0, ORDERS)
            .mapToObj("{\"id\": %1$d, \"name\": \"order number %1$d\", \"price\": %1$d.25, \"paid\": true}"::formatted)
            .collect(Collectors.joining(", ", "{\"customer\": \"somebody\", \"orders\": [", "] }"));

    /** The type of {@link #MULTIPART}. */
    static final String MULTIPART_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    /** A field and a file of 64 KiB. */
    static final String MULTIPART = String.join(
            "\r\n",
            "--" + BOUNDARY,
            "Content-Disposition: form-data; name=\"title\"",
            "",
            "a file",
            "--" + BOUNDARY,
            "Content-Disposition: form-data; name=\"file\"; filename=\"file.txt\"",
            "Content-Type: text/plain",
            "",
            ("x".repeat(63) + "\n").repeat(FILE_LINES),
            "--" + BOUNDARY + "--",
            "");

    private Forms() {}
}
