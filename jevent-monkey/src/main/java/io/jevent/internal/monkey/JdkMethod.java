// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.Patch;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A method of the JDK that asks before it does its work. */
final class JdkMethod {

    /** The answer of a handler that has done the work of a method without a result. */
    static final Object DONE = new Object();

    /** Does what a method is to do instead. */
    @FunctionalInterface
    interface Handler {

        /**
         * Answers.
         *
         * @param call at 0 a number, at 1 the receiver unless the method is static, then the arguments
         * @param original the method as it was, for a thread that is no greenlet
         * @return the result, {@link #DONE} instead of none, or null to let the method do its work
         */
        @Nullable
        Object call(Object[] call, Original original) throws Throwable;
    }

    /** Which callers ask. */
    enum Audience {
        /** Greenlets. */
        GREENLETS,
        /** Each thread, greenlet or not. */
        EVERYONE,
        /** Each virtual thread on a hub that is a closed world. */
        SIMULATED
    }

    private final Set<Patch> patches;
    private final String owner;
    private final String name;
    private final MethodTypeDesc type;
    private final Audience audience;
    private final Handler handler;

    /** Whether one of the patches is in force. */
    private volatile boolean asking;

    /**
     * Makes one.
     *
     * @param patches each of them needs it
     * @param signature {@code class.method(descriptor)result}
     * @param handler what is asked, in greenlets only
     */
    JdkMethod(Set<Patch> patches, String signature, Handler handler) {
        this(patches, signature, Audience.GREENLETS, handler);
    }

    private JdkMethod(Set<Patch> patches, String signature, Audience audience, Handler handler) {
        int parameters = signature.indexOf('(');
        int dot = signature.lastIndexOf('.', parameters);
        this.patches = patches;
        this.owner = signature.substring(0, dot);
        this.name = signature.substring(dot + 1, parameters);
        this.type = MethodTypeDesc.ofDescriptor(signature.substring(parameters));
        this.audience = audience;
        this.handler = handler;
    }

    /** One that every thread asks, greenlet or not. */
    static JdkMethod askedByEveryone(Set<Patch> patches, String signature, Handler handler) {
        return new JdkMethod(patches, signature, Audience.EVERYONE, handler);
    }

    /** One that only the threads of a simulation ask. */
    static JdkMethod askedInSimulations(String signature, Handler handler) {
        return new JdkMethod(Set.of(Patch.SIMULATION), signature, Audience.SIMULATED, handler);
    }

    Set<Patch> patches() {
        return patches;
    }

    String owner() {
        return owner;
    }

    String name() {
        return name;
    }

    MethodTypeDesc type() {
        return type;
    }

    Audience audience() {
        return audience;
    }

    @Nullable
    Object answer(Object[] call, Original original) {
        try {
            return handler.call(call, original);
        } catch (Throwable t) {
            throw Sneaky.raise(t);
        }
    }

    boolean isAsking() {
        return asking;
    }

    void askIf(Set<Patch> active) {
        asking = !Collections.disjoint(patches, active);
    }

    @Override
    public String toString() {
        return owner + "." + name + type.descriptorString();
    }
}
