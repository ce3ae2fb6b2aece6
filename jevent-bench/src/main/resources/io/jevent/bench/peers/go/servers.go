// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
)

const message = 256

var handlers = map[string]func(net.Conn){
	"echo":    echo,
	"compute": compute,
	"bulk":    bulk,
}

// serve listens, prints the port, answers each line on standard input with the memory in use, and ends with the input.
func serve(kind string) {
	handle, known := handlers[kind]
	if !known {
		fail(fmt.Errorf("no such server: %s", kind))
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		fail(err)
	}
	go accept(listener, handle)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for questions := bufio.NewScanner(os.Stdin); questions.Scan(); {
		fmt.Println(memoryInUse())
	}
}

func accept(listener net.Listener, handle func(net.Conn)) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			fail(err)
		}
		go func() {
			defer connection.Close()
			handle(connection)
		}()
	}
}

func echo(connection net.Conn) {
	bytes := make([]byte, message)
	for {
		length, err := connection.Read(bytes)
		if err != nil {
			return
		}
		if _, err := connection.Write(bytes[:length]); err != nil {
			return
		}
	}
}

func compute(connection net.Conn) {
	bytes := make([]byte, 8)
	for {
		if _, err := io.ReadFull(connection, bytes); err != nil {
			return
		}
		value := binary.BigEndian.Uint64(bytes) + 1
		for i := 0; i < 100000; i++ {
			value = (value ^ value>>29) * 6364136223846793005
		}
		binary.BigEndian.PutUint64(bytes, value)
		if _, err := connection.Write(bytes); err != nil {
			return
		}
	}
}

const blockSize = 64 * 1024

// bulk receives after a 'T' and a number of bytes, and answers with what it received; after a 'G' it sends as many.
func bulk(connection net.Conn) {
	request, answer, buffer, block := make([]byte, 9), make([]byte, 8), make([]byte, blockSize), make([]byte, blockSize)
	for i := range block {
		block[i] = byte(i % 251)
	}
	for {
		if _, err := io.ReadFull(connection, request); err != nil {
			return
		}
		bytes := binary.BigEndian.Uint64(request[1:])
		if request[0] == 'T' {
			binary.BigEndian.PutUint64(answer, take(connection, bytes, buffer))
			if _, err := connection.Write(answer); err != nil {
				return
			}
		} else {
			for sent := uint64(0); sent < bytes; sent += blockSize {
				if _, err := connection.Write(block); err != nil {
					return
				}
			}
		}
	}
}

func take(connection net.Conn, bytes uint64, buffer []byte) uint64 {
	taken := uint64(0)
	for taken < bytes {
		length, err := connection.Read(buffer)
		if err != nil {
			break
		}
		taken += uint64(length)
	}
	return taken
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
