// Drives a registry with the client of KafkaJS, as an application does: node kafkajs.cjs URL CASE
'use strict'
const assert = require('node:assert/strict')
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry')

const [url, name] = process.argv.slice(2)
const registry = new SchemaRegistry({ host: url, retry: { retries: 0 } })

const avro = (fields) => ({
  type: SchemaType.AVRO,
  schema: JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields })
})
const id = { name: 'id', type: 'long' }
const note = { name: 'note', type: ['null', 'string'], default: null }

const refused = async (work, status, pattern) => {
  await assert.rejects(work, (error) => {
    assert.equal(error.status, status, error.message)
    assert.match(error.message, pattern)
    return true
  })
}

const cases = {
  async avro() {
    const subject = 'kafkajs-avro-value'
    const first = await registry.register(avro([id]), { subject })
    const again = await registry.register(avro([id]), { subject })
    assert.equal(again.id, first.id)
    const second = await registry.register(avro([id, note]), { subject })
    assert.notEqual(second.id, first.id)
    assert.equal(await registry.getLatestSchemaId(subject), second.id)
    assert.equal(await registry.getRegistryId(subject, 1), first.id)
    assert.equal(await registry.getRegistryIdBySchema(subject, avro([id])), first.id)
    const bytes = await registry.encode(second.id, { id: 7, note: 'grün' })
    assert.equal(bytes.readInt8(0), 0)
    assert.equal(bytes.readInt32BE(1), second.id)
    // Another client has nothing in its cache.
    const reader = new SchemaRegistry({ host: url })
    assert.deepEqual({ ...(await reader.decode(bytes)) }, { id: 7, note: 'grün' })
  },

  async avroReferences() {
    const customer = {
      type: SchemaType.AVRO,
      schema: JSON.stringify({
        type: 'record', name: 'Customer', namespace: 'shop',
        fields: [{ name: 'name', type: 'string' }]
      })
    }
    await registry.register(customer, { subject: 'kafkajs-customer' })
    const order = {
      ...avro([id, { name: 'customer', type: 'shop.Customer' }]),
      references: [{ name: 'shop.Customer', subject: 'kafkajs-customer', version: 1 }]
    }
    const registered = await registry.register(order, { subject: 'kafkajs-referring' })
    const value = { id: 1, customer: { name: 'Ada' } }
    const bytes = await registry.encode(registered.id, value)
    const read = await new SchemaRegistry({ host: url }).decode(bytes)
    assert.equal(read.customer.name, 'Ada')
  },

  async json() {
    const schema = {
      type: SchemaType.JSON,
      schema: JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        title: 'Order', type: 'object',
        properties: { id: { type: 'integer' }, note: { type: 'string' } },
        required: ['id'], additionalProperties: false
      })
    }
    const registered = await registry.register(schema, { subject: 'kafkajs-json' })
    const bytes = await registry.encode(registered.id, { id: 3, note: 'a' })
    const reader = new SchemaRegistry({ host: url })
    assert.deepEqual(await reader.decode(bytes), { id: 3, note: 'a' })
    await assert.rejects(registry.encode(registered.id, { id: 'three' }))
  },

  async jsonReferences() {
    const part = {
      type: SchemaType.JSON,
      schema: JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: 'https://example.com/schemas/price',
        type: 'object', properties: { amount: { type: 'number' } }, required: ['amount']
      })
    }
    await registry.register(part, { subject: 'kafkajs-price' })
    const whole = {
      type: SchemaType.JSON,
      schema: JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: 'https://example.com/schemas/offer',
        type: 'object', properties: { price: { $ref: 'https://example.com/schemas/price' } }
      }),
      references: [
        { name: 'https://example.com/schemas/price', subject: 'kafkajs-price', version: 1 }
      ]
    }
    const registered = await registry.register(whole, { subject: 'kafkajs-offer' })
    const bytes = await registry.encode(registered.id, { price: { amount: 2.5 } })
    const read = await new SchemaRegistry({ host: url }).decode(bytes)
    assert.deepEqual(read, { price: { amount: 2.5 } })
    await assert.rejects(registry.encode(registered.id, { price: { amount: 'much' } }))
  },

  async protobuf() {
    const schema = {
      type: SchemaType.PROTOBUF,
      schema: 'syntax = "proto3";\npackage shop;\nmessage Order {\n  int64 id = 1;\n  string note = 2;\n}\n'
    }
    const registered = await registry.register(schema, { subject: 'kafkajs-protobuf' })
    const bytes = await registry.encode(registered.id, { id: 9, note: 'x' })
    const read = await new SchemaRegistry({ host: url }).decode(bytes)
    assert.equal(String(read.id), '9')
    assert.equal(read.note, 'x')
  },

  async protobufReferences() {
    const part = {
      type: SchemaType.PROTOBUF,
      schema: 'syntax = "proto3";\npackage shop;\nmessage Price {\n  double amount = 1;\n}\n'
    }
    await registry.register(part, { subject: 'kafkajs-price-proto' })
    const whole = {
      type: SchemaType.PROTOBUF,
      schema: 'syntax = "proto3";\npackage shop;\nimport "price.proto";\nmessage Offer {\n  Price price = 1;\n}\n',
      references: [{ name: 'price.proto', subject: 'kafkajs-price-proto', version: 1 }]
    }
    const registered = await registry.register(whole, { subject: 'kafkajs-offer-proto' })
    const bytes = await registry.encode(registered.id, { price: { amount: 2.5 } })
    const read = await new SchemaRegistry({ host: url }).decode(bytes)
    assert.equal(read.price.amount, 2.5)
  },

  async refusals() {
    const subject = 'kafkajs-refusals'
    await registry.register(avro([id]), { subject, compatibility: 'BACKWARD' })
    const required = { name: 'more', type: 'string' }
    await refused(registry.register(avro([id, required]), { subject }), 409, /incompatible/i)
    await refused(registry.getLatestSchemaId('kafkajs-nobody'), 404, /not found/i)
    await refused(registry.getSchema(987654), 404, /not found/i)
    // The client sets the level that it is asked for, and refuses to change it by itself.
    await assert.rejects(
      registry.register(avro([id]), { subject, compatibility: 'FULL' }), /Compatibility does not match/)
  }
}

cases[name]().then(() => console.log('ok ' + name), (error) => {
  console.error(error)
  process.exit(1)
})
