// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.Patch;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A method of the JDK that asks before it does its work.
 *
 * @param patch what it belongs to
 * @param owner its class
 * @param name its name
 * @param type its parameters and result
 * @param everyone whether platform threads are to be asked about as well
 * @param handler what is asked
 */
record JdkMethod(Patch patch, String owner, String name, MethodTypeDesc type, boolean everyone, Handler handler) {

    /** The answer of a handler that has done the work of a method without a result. */
    static final Object DONE = new Object();

    /** Does what a method is to do instead. */
    @FunctionalInterface
    interface Handler {

        /**
         * @param call at 0 a number, at 1 the receiver unless the method is static, then the arguments
         * @param original the method as it was, for a thread that is no greenlet
         * @return the result, {@link #DONE} instead of none, or null to let the method do its work
         */
        @Nullable
        Object call(Object[] call, MethodHandle original) throws Throwable;
    }

    static JdkMethod of(Patch patch, String signature, Handler handler) {
        return of(patch, signature, false, handler);
    }

    /** The signature is {@code class.method(descriptor)result}. */
    static JdkMethod of(Patch patch, String signature, boolean everyone, Handler handler) {
        int parameters = signature.indexOf('(');
        int name = signature.lastIndexOf('.', parameters);
        return new JdkMethod(
                patch,
                signature.substring(0, name),
                signature.substring(name + 1, parameters),
                MethodTypeDesc.ofDescriptor(signature.substring(parameters)),
                everyone,
                handler);
    }

    @Override
    public String toString() {
        return owner + "." + name + type.descriptorString();
    }
}
