// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * A head is kept back until it is whole, then checked; nobody but the check says what it means. Netty's decoder is given
 * only the head of a request with a body, since it finds the end of that: what it would check again (names, values) it is
 * told to leave out.
 *
 * Chunks are Netty's own business: 4.2 takes nothing but hexadecimal digits, an extension by the grammar, and CR LF;
 * only its folded trailers are refused here.
 */
/** A strict check of each head, and Netty's decoder for bodies; gives a {@link Refusal} for what does not pass. */
final class StrictDecoder extends HttpRequestDecoder {

    /** How many empty lines before a request are forgiven; RFC 9112, 2.2 asks for at least one. */
    private static final int MAX_EMPTY_LINES = 4;

    /** What Netty may count in addition. */
    private static final int LINE_END_BYTES = 4;

    private static final Refusal LINE_TOO_LONG = new Refusal(414, "the request line is too long");
    private static final Refusal HEAD_TOO_LONG = new Refusal(431, "the header lines are too long");
    private static final Refusal NO_REQUEST = Refusal.bad("not a request line");
    private static final Refusal EMPTY_LINES = Refusal.bad("empty lines instead of a request line");
    private static final Refusal LINE_END = Refusal.bad("a line that does not end with CR LF");

    private enum State {
        HEAD,
        BODY,
        PAUSED,
        REFUSED
    }

    /** How much may come while nothing is decoded, before nothing more is read. */
    private static final int MAX_KEPT = 64 * 1024;

    private final Limits limits;
    private final HubWorks works;
    private State state = State.HEAD;
    private boolean pauses;
    private boolean chunked;
    private boolean stopped;
    private @Nullable ByteBuf kept;
    private int emptyLines;
    private boolean begun;

    /** How many bytes of the head that has begun were looked at. */
    private int looked;

    /** Where, from the first byte of the head, the line that is looked at begins, and where the header lines do. */
    private int line;

    private int headers;

    StrictDecoder(Limits limits, HubWorks works) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLine() + LINE_END_BYTES)
                .setMaxHeaderSize(limits.headerBytes() + LINE_END_BYTES)
                .setMaxChunkSize(Integer.MAX_VALUE)
                .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false)));
        this.limits = limits;
        this.works = works;
    }

    /** Whether some bytes of a head have come, but not all. */
    boolean headHasBegun() {
        return begun;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        switch (state) {
            case HEAD -> decodeHead(context, buffer, out);
            case BODY -> decodeBody(context, buffer, out);
            case PAUSED -> keep(context, buffer);
            case REFUSED -> buffer.skipBytes(buffer.readableBytes());
        }
    }

    /**
     * What follows a request for another protocol may belong to that: it waits for the answer. Not in the buffer, which
     * would be dropped at the end of the input.
     */
    private void keep(ChannelHandlerContext context, ByteBuf buffer) {
        if (kept == null) {
            kept = context.alloc().buffer(buffer.readableBytes());
        }
        kept.writeBytes(buffer);
        if (kept.readableBytes() > MAX_KEPT && context.channel().config().isAutoRead()) {
            stopped = true;
            context.channel().config().setAutoRead(false);
        }
    }

    private @Nullable ByteBuf takeKept() {
        ByteBuf bytes = kept;
        kept = null;
        return bytes;
    }

    /** Goes on after a request for another protocol that was answered in this one. */
    void resume(ChannelHandlerContext context) throws Exception {
        if (state != State.PAUSED) {
            return;
        }
        state = State.HEAD;
        ByteBuf bytes = takeKept();
        if (stopped) {
            stopped = false;
            context.channel().config().setAutoRead(true);
        }
        if (bytes != null) {
            channelRead(context, bytes);
            channelReadComplete(context);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        ByteBuf bytes = takeKept();
        if (bytes != null) {
            context.fireChannelRead(bytes);
        }
        super.handlerRemoved0(context);
    }

    private void decodeBody(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        int start = buffer.readerIndex();
        int before = out.size();
        super.decode(context, buffer, out);
        Object last = out.isEmpty() ? null : out.get(out.size() - 1);
        if (chunked && (out.size() == before || last instanceof LastHttpContent) && isFolded(buffer, start)) {
            out.subList(before, out.size()).forEach(ReferenceCountUtil::release);
            out.subList(before, out.size()).clear();
            var invalid = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            invalid.setDecoderResult(DecoderResult.failure(new DecoderException("a folded trailer line")));
            out.add(invalid);
            last = invalid;
        }
        if (last instanceof LastHttpContent end) {
            state = end.decoderResult().isFailure() ? State.REFUSED : pauses ? State.PAUSED : State.HEAD;
        }
    }

    /**
     * Whether one of the lines that Netty has read since {@code start} continues the one before, which RFC 9112, 5.2
     * forbids and Netty accepts in trailers. Where it has read lines only, it has given no chunk but the last.
     */
    private static boolean isFolded(ByteBuf buffer, int start) {
        boolean lineBegins = true;
        for (int i = start; i < buffer.readerIndex(); i++) {
            byte octet = buffer.getByte(i);
            if (lineBegins && Octets.isBlank(octet)) {
                return true;
            }
            lineBegins = octet == '\n';
        }
        return false;
    }

    private void decodeHead(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        Refusal refusal = begun ? null : begin(buffer);
        boolean whole = false;
        if (refusal == null && begun) {
            boolean hadLine = headers > 0;
            whole = findEnd(buffer);
            refusal = tooLong();
            if (refusal == null && !whole && !hadLine && headers > 0) {
                refusal = checkLine(buffer);
            }
        }
        if (refusal == null && whole) {
            byte[] head = new byte[looked];
            buffer.getBytes(buffer.readerIndex(), head);
            refusal = works.check().check(head, limits.headers());
            if (refusal == null) {
                begun = false;
                checked(context, new RequestHead(head, works.check()), buffer, out);
            }
        }
        if (refusal != null) {
            refuse(refusal, buffer, out);
        }
    }

    /**
     * Checks a request line that came before the rest of its head: a client that speaks something else is told at once.
     */
    private @Nullable Refusal checkLine(ByteBuf buffer) {
        byte[] first = new byte[headers];
        buffer.getBytes(buffer.readerIndex(), first);
        return works.check().checkLine(first);
    }

    /** Skips empty lines, and begins a head if there is something else. */
    private @Nullable Refusal begin(ByteBuf buffer) {
        while (buffer.isReadable()) {
            byte first = buffer.getByte(buffer.readerIndex());
            if (first == '\r' && buffer.readableBytes() == 1) {
                return null;
            }
            if (first == '\r' && buffer.getByte(buffer.readerIndex() + 1) == '\n') {
                buffer.skipBytes(2);
                if (++emptyLines > MAX_EMPTY_LINES) {
                    return EMPTY_LINES;
                }
                continue;
            }
            begun = true;
            looked = 0;
            line = 0;
            headers = 0;
            emptyLines = 0;
            return Octets.isToken(first) ? null : first == '\r' || first == '\n' ? LINE_END : NO_REQUEST;
        }
        return null;
    }

    /** Looks at what has come since the last time; whether there is an empty line. */
    private boolean findEnd(ByteBuf buffer) {
        int start = buffer.readerIndex();
        int end = buffer.writerIndex();
        while (true) {
            int feed = buffer.indexOf(start + looked, end, (byte) '\n');
            if (feed < 0) {
                looked = end - start;
                return false;
            }
            int length = feed - start - line;
            boolean empty = length == 0 || (length == 1 && buffer.getByte(feed - 1) == '\r');
            looked = feed + 1 - start;
            if (empty) {
                return true;
            }
            line = looked;
            if (headers == 0) {
                headers = line;
            }
        }
    }

    private @Nullable Refusal tooLong() {
        if ((headers == 0 ? looked : headers - 2) > limits.requestLine()) {
            return LINE_TOO_LONG;
        }
        return headers > 0 && looked - headers - 2 > limits.headerBytes() ? HEAD_TOO_LONG : null;
    }

    private void checked(ChannelHandlerContext context, RequestHead head, ByteBuf buffer, List<Object> out)
            throws Exception {
        if (!head.hasBody()) {
            buffer.skipBytes(looked);
            out.add(head);
            state = head.wantsUpgrade ? State.PAUSED : State.HEAD;
            return;
        }
        pauses = head.wantsUpgrade;
        chunked = head.bodyLength == RequestHead.CHUNKED;
        state = State.BODY;
        decodeBody(context, buffer, out);
        if (out.get(0) instanceof HttpMessage message && message.decoderResult().isSuccess()) {
            out.set(0, head);
        } else {
            out.clear();
            refuse(NO_REQUEST, buffer, out);
        }
    }

    private void refuse(Refusal refusal, ByteBuf buffer, List<Object> out) {
        state = State.REFUSED;
        begun = false;
        buffer.skipBytes(buffer.readableBytes());
        out.add(refusal);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return false;
    }
}
