// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The input of a child; closing it ends a write that is in progress. */
public final class PipeOutput extends FilterOutputStream {

    PipeOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }
}
