// Keeps every server of this process on 127.0.0.1, whatever it was told: the packages listen on all interfaces.
import { once } from 'node:events'
import net from 'node:net'

const HOST = '127.0.0.1'
const listen = net.Server.prototype.listen
const reserved = new Map()

/** A port that nobody else can take until a server of this process listens on it. */
export async function reserve() {
  const holder = net.createServer()
  listen.call(holder, 0, HOST)
  await once(holder, 'listening')
  const { port } = holder.address()
  reserved.set(port, holder)
  return port
}

net.Server.prototype.listen = function (where = 0, ...rest) {
  const port = Number(where?.port ?? where)
  if (!Number.isInteger(port)) throw new Error(`this process listens on ports of ${HOST} only, not on ${where}`)
  return listen.call(this, reserved.get(port) ?? { port, host: HOST }, ...rest.filter((each) => typeof each === 'function'))
}
