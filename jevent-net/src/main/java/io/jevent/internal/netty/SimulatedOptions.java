// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of a simulated socket: those of Netty work, those of the operating system are only remembered. */
final class SimulatedOptions extends DefaultChannelConfig {

    private final Map<ChannelOption<?>, Object> remembered = new HashMap<>();

    @SuppressWarnings("deprecation") // as jevent sets it
    SimulatedOptions(Channel channel, boolean stream) {
        super(channel);
        var _ = setAllocator(HeapAllocator.INSTANCE);
        remembered.put(ChannelOption.SO_RCVBUF, 64 * 1024);
        remembered.put(ChannelOption.SO_REUSEADDR, false);
        if (stream) {
            remembered.put(ChannelOption.SO_SNDBUF, 64 * 1024);
            remembered.put(ChannelOption.SO_KEEPALIVE, false);
            remembered.put(ChannelOption.SO_LINGER, -1);
            remembered.put(ChannelOption.SO_BACKLOG, 128);
            remembered.put(ChannelOption.TCP_NODELAY, true);
            remembered.put(ChannelOption.IP_TOS, 0);
            remembered.put(ChannelOption.ALLOW_HALF_CLOSURE, false);
        } else {
            remembered.put(ChannelOption.SO_SNDBUF, 64 * 1024);
            remembered.put(ChannelOption.SO_BROADCAST, false);
            remembered.put(ChannelOption.IP_TOS, 0);
            remembered.put(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, false);
        }
    }

    int number(ChannelOption<Integer> option) {
        return remembered.get(option) instanceof Integer number ? number : 0;
    }

    boolean isSet(ChannelOption<Boolean> option) {
        return Boolean.TRUE.equals(remembered.get(option));
    }

    @Override
    @SuppressWarnings("unchecked") // an option is put with a value of its type only
    public <T> @Nullable T getOption(ChannelOption<T> option) {
        return remembered.containsKey(option) ? (T) remembered.get(option) : super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (remembered.containsKey(option)) {
            validate(option, value);
            remembered.put(option, value);
            return true;
        }
        return super.setOption(option, value);
    }
}
