// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Rounds
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Two coroutines that send a message back and forth over two unlimited channels. */
object QueueWorkload {
    private const val MESSAGE = "message"

    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(messages: Int): Double = runBlocking {
        val there = Channel<String>(Channel.UNLIMITED)
        val back = Channel<String>(Channel.UNLIMITED)
        val begin = System.nanoTime()
        val one = launch { repeat(messages / 2) { back.send(there.receive()) } }
        val other = launch { repeat(messages / 2) { there.send(back.receive()) } }
        there.send(MESSAGE)
        joinAll(one, other)
        (System.nanoTime() - begin).toDouble() / messages
    }
}
