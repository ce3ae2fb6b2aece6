// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/** Reads the file descriptors of the JDK's channels. */
public final class ChannelDescriptor {

    private static final @Nullable MethodHandle NUMBER = number();

    private ChannelDescriptor() {}

    private static @Nullable MethodHandle number() {
        try {
            Class<?> channel = Class.forName("sun.nio.ch.SelChImpl");
            JavaLang.openPackageOf(channel);
            return MethodHandles.privateLookupIn(channel, MethodHandles.lookup())
                    .findVirtual(channel, "getFDVal", MethodType.methodType(int.class))
                    .asType(MethodType.methodType(int.class, SelectableChannel.class));
        } catch (Throwable t) {
            return null; // another JDK, or java.lang is closed: no hub can be made either
        }
    }

    /**
     * Returns the file descriptor of a channel.
     *
     * @param channel an open channel of the JDK
     * @return its number
     * @throws UnsupportedOperationException if the channel is not the JDK's, or this JVM hides the number
     */
    public static int of(SelectableChannel channel) {
        MethodHandle number = NUMBER;
        try {
            if (number != null) {
                return (int) number.invokeExact(channel);
            }
        } catch (ClassCastException _) {
            // refused below
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
        throw new UnsupportedOperationException("the file descriptor of " + channel
                + " cannot be read: it must be a channel of the JDK, on a JDK that jevent supports");
    }
}
