"""What people say while they are measured: everyday service sentences in two languages, each with a number of its own.

So no text comes twice, and nothing that remembers whole texts looks faster than it is; a translation memory that knows the
sentence knows it with any number.
"""

from collections.abc import Iterator
from itertools import count, cycle

CUSTOMERS = (
    ("¿Dónde está mi pedido {}?", "Where is my order {}?"),
    (
        "Hola, compré unos zapatos con el pedido {} y todavía no ha llegado nada",
        "Hello, I bought shoes with order {} and nothing has arrived yet",
    ),
    (
        "Quiero devolver el artículo del pedido {} porque la talla no me queda bien",
        "I want to return the item of order {} because the size does not fit me",
    ),
    ("El paquete {} llegó dañado, ¿qué puedo hacer?", "Parcel {} arrived damaged, what can I do?"),
    ("¿Cuánto tarda el envío a Madrid? Mi número es {}", "How long is the delivery to Madrid? My number is {}"),
    ("Muchas gracias, espero noticias del pedido {}", "Thank you very much, I am waiting for news of order {}"),
    ("¿Tienen este modelo en color azul? Referencia {}", "Do you have this model in blue? Reference {}"),
    ("Quiero cambiar la dirección de entrega del pedido {}", "I want to change the delivery address of order {}"),
)
AGENTS = (
    ("Your order {} left our warehouse this morning.", "Su pedido {} salió de nuestro almacén esta mañana."),
    (
        "I have looked at order {}: the parcel is at the customs office and will move on soon",
        "He mirado el pedido {}: el paquete está en la aduana y seguirá pronto su camino",
    ),
    (
        "Please send me a picture of the item from order {} so that we can help you",
        "Por favor, envíeme una foto del artículo del pedido {} para que podamos ayudarle",
    ),
    (
        "Thank you for waiting. The return label for order {} is in your inbox now",
        "Gracias por esperar. La etiqueta de devolución del pedido {} ya está en su buzón",
    ),
    ("We have the blue model in stock again, reference {}", "Tenemos otra vez el modelo azul, referencia {}"),
    (
        "I have changed the delivery address of order {}",
        "He cambiado la dirección de entrega del pedido {}",
    ),
)


def sentences(said: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """One after another, never the same twice."""
    for (template, _), number in zip(cycle(said), count(10_001), strict=False):
        yield template.format(number)
