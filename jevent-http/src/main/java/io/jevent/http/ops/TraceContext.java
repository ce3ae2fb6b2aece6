// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.ops;

import io.jevent.http.Filter;
import io.jevent.http.Request;
import io.jevent.local.ContextLocal;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The position of a request in a trace, which goes from service to service in the headers {@code traceparent} and
 * {@code tracestate} (W3C Trace Context). Greenlets that a handler spawns inherit it.
 *
 * <p>It needs no library. Where OpenTelemetry is used, its own propagator reads the same headers, and
 * {@link io.jevent.hub.ContextPropagator} carries its context into greenlets.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param traceId the trace, 32 hexadecimal digits
 * @param spanId this service's part of it, 16 hexadecimal digits
 * @param parentId the caller's part, 16 hexadecimal digits; empty if the trace begins here
 * @param sampled whether the caller records the trace
 * @param state the header {@code tracestate}; empty if there is none
 * @since 0.1
 */
public record TraceContext(String traceId, String spanId, String parentId, boolean sampled, String state) {

    private static final ContextLocal<Optional<TraceContext>> CURRENT = new ContextLocal<>("trace", Optional.empty());
    private static final int TRACE_END = 35;
    private static final int SPAN_END = 52;
    private static final int LENGTH = 55;
    private static final int MAX_STATE = 512;

    /**
     * Returns the position of the request that the calling greenlet works for.
     *
     * @return the position, or empty outside of the {@link #filter}
     */
    public static Optional<TraceContext> current() {
        return CURRENT.get();
    }

    /**
     * Returns a filter that takes the position of each request from its headers, or begins a trace.
     *
     * @return the filter
     */
    public static Filter filter() {
        return (request, response, next) -> CURRENT.where(Optional.of(of(request)), () -> {
            next.handle(request, response);
            return true;
        });
    }

    private static TraceContext of(Request request) {
        String parent = request.headers().all("traceparent").size() == 1
                ? request.header("traceparent").orElse("")
                : "";
        if (!isValid(parent)) {
            return new TraceContext(random() + random(), random(), "", false, "");
        }
        String state = String.join(",", request.headers().all("tracestate"));
        boolean sampled = (HexFormat.fromHexDigits(parent, SPAN_END + 1, LENGTH) & 1) != 0;
        return new TraceContext(
                parent.substring(3, TRACE_END),
                random(),
                parent.substring(TRACE_END + 1, SPAN_END),
                sampled,
                state.length() <= MAX_STATE ? state : "");
    }

    /** W3C Trace Context, 3.2: a later version may be longer. */
    private static boolean isValid(String text) {
        return text.length() >= LENGTH
                && (text.length() == LENGTH || (!text.startsWith("00") && text.charAt(LENGTH) == '-'))
                && text.charAt(2) == '-'
                && text.charAt(TRACE_END) == '-'
                && text.charAt(SPAN_END) == '-'
                && isHex(text, 0, 2)
                && !text.startsWith("ff")
                && isHex(text, 3, TRACE_END)
                && isHex(text, TRACE_END + 1, SPAN_END)
                && isHex(text, SPAN_END + 1, LENGTH)
                && !text.startsWith("0".repeat(TRACE_END - 3), 3)
                && !text.startsWith("0".repeat(SPAN_END - TRACE_END - 1), TRACE_END + 1);
    }

    private static boolean isHex(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static String random() {
        long bits = 0;
        while (bits == 0) {
            bits = ThreadLocalRandom.current().nextLong();
        }
        return HexFormat.of().toHexDigits(bits);
    }

    /**
     * Returns the header {@code traceparent} for a request to another service.
     *
     * @return the value of the header
     */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-" + (sampled ? "01" : "00");
    }
}
