// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.http2.FrameBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Passes the frames of a server to the connection and its streams, and counts those that only cost work. */
final class Http2Events implements Http2FrameListener {

    /** The gain for the head of a response. */
    private static final int HEAD = 20;

    private final Http2Connection connection;

    Http2Events(Http2Connection connection) {
        this.connection = connection;
    }

    private void spend(int cost) throws Http2Exception {
        connection.alive();
        if (!connection.budget().spend(cost)) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames that bring nothing");
        }
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        connection.alive();
        Http2ClientExchange exchange = connection.exchange(stream);
        if (exchange != null) {
            boolean last = exchange.headers(headers, end);
            if (last) {
                connection.budget().earn(HEAD);
                return;
            }
        }
        spend(1);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        onHeadersRead(context, stream, headers, padding, end);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        int length = data.readableBytes();
        if (length == 0 && !end) {
            spend(1);
        } else {
            connection.alive();
            connection.budget().earn(FrameBudget.DATA);
        }
        Http2ClientExchange exchange = connection.exchange(stream);
        if (exchange == null) {
            return length + padding;
        }
        exchange.data(data, end);
        return padding; // the rest is returned to the window when it was read
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long error) {
        connection.alive();
        connection.reset(stream, error);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        spend(1);
        connection.settingsChanged(settings);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
        spend(1);
    }

    @Override
    public void onPushPromiseRead(
            ChannelHandlerContext context, int stream, int promised, Http2Headers headers, int padding)
            throws Http2Exception {
        throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "a push, which the client has disabled");
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        spend(1);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
        spend(1);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        spend(1);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) throws Http2Exception {
        spend(1);
        connection.outputChanged();
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        spend(1);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int lastStream, long error, ByteBuf reason) {
        connection.alive();
        connection.goesAway(lastStream);
    }
}
