// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.spi.HttpServerProvider;

/** The two providers that the tests compare. */
enum Providers {
    JDK {
        @Override
        HttpServerProvider provider() throws ReflectiveOperationException {
            return Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
                    .asSubclass(HttpServerProvider.class)
                    .getConstructor()
                    .newInstance();
        }
    },
    JEVENT {
        @Override
        HttpServerProvider provider() {
            return new JeventHttpServerProvider();
        }
    };

    abstract HttpServerProvider provider() throws ReflectiveOperationException;
}
