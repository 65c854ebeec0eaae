<?php
// PHP, with firebase/php-jwt (`composer require firebase/php-jwt`): who is logged in, for this page.
use Firebase\JWT\JWT;

function tradewind_token(array $shopper, string $shop, ?int $now = null): string
{
    $issued = $now ?? time();
    $claims = ["aud" => $shop, "iat" => $issued, "exp" => $issued + 600, "sub" => $shopper["id"]];
    $claims += ["name" => $shopper["name"], "email" => $shopper["email"], "orders" => $shopper["orders"]];
    return JWT::encode($claims, getenv("TRADEWIND_SECRET"), "HS256", getenv("TRADEWIND_KID"));
}
