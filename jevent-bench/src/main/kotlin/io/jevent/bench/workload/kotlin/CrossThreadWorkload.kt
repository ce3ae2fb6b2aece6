// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Rounds
import kotlin.concurrent.thread
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.runBlocking

/** A platform thread fills an unlimited channel that a coroutine on another thread empties. */
object CrossThreadWorkload {
    private const val MESSAGE = "message"

    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(messages: Int): Double = runBlocking {
        val channel = Channel<String>(Channel.UNLIMITED)
        val begin = System.nanoTime()
        val sender = thread { repeat(messages) { check(channel.trySend(MESSAGE).isSuccess) } }
        repeat(messages) { channel.receive() }
        val end = System.nanoTime()
        sender.join()
        (end - begin).toDouble() / messages
    }
}
